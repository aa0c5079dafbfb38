import { describe } from 'vitest';
import { readConfiguration } from '../../src/configuration.ts';
import type { Runtime, RuntimeFamily } from '../../src/lambda/runtime.ts';
import { parseRuntime, runtimes } from '../../src/lambda/runtimes.ts';
import { findJava } from '../../src/package/java-home.ts';
import { findPython } from '../../src/package/python-prefix.ts';

/** One a family and its variants: what `scripts/test` makes images for without `--all`. */
const ordinary = ['nodejs24.x', 'python3.13', 'provided.al2023', 'provided.al2'];

const { LAMBOX_TEST_RUNTIMES } = process.env;

/** `scripts/test --all`, which has time for what takes minutes. */
export const testsEverything = LAMBOX_TEST_RUNTIMES === 'all';

const hostArchitecture = process.arch === 'arm64' ? 'arm64' : 'x86_64';
/** Whether the host has the language that a runtime's image is made of. */
async function canBeMade({ family, version }: Runtime): Promise<boolean> {
  const { python, java } = readConfiguration();
  const [major = ''] = version.split('.');
  const found =
    family === 'python' && version !== '3.13'
      ? findPython(version, hostArchitecture, python)
      : family === 'java' && Number(major) < 21
        ? findJava(major, hostArchitecture, java)
        : true;
  return Promise.resolve(found).then(
    () => true,
    () => false,
  );
}

const makeable = new Set<string>();
for (const runtime of runtimes) {
  if (runtime.recipe === 'runs' && (await canBeMade(runtime))) makeable.add(runtime.identifier);
}

/** Runtimes whose image is made here, of one family or of all. */
export function runtimesMadeHere(family?: RuntimeFamily): readonly Runtime[] {
  return runtimes.filter((runtime) => {
    return runtime.recipe === 'runs' && (family === undefined || runtime.family === family);
  });
}

/**
 * Whether this run has the runtime's image: tests of the others are skipped, and counted as
 * skipped. `LAMBOX_TEST_RUNTIMES` is `all` (scripts/test --all) or a list of identifiers.
 */
export function isTested({ identifier }: Pick<Runtime, 'identifier'>): boolean {
  if (testsEverything) return makeable.has(identifier);
  const names = LAMBOX_TEST_RUNTIMES?.split(/[\s,]+/) ?? ordinary;
  // A slip would test nothing.
  return names.map((name) => parseRuntime(name).identifier).includes(identifier);
}

/** A block of tests for each runtime, skipped where this run does not have its image. */
export function describeRuntimes(
  title: string,
  among: readonly Runtime[],
  tests: (runtime: Runtime) => void,
): void {
  for (const runtime of among) {
    describe.skipIf(!isTested(runtime))(`the image of ${runtime.identifier} ${title}`, () => {
      tests(runtime);
    });
  }
}
