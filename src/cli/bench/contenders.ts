import { type Contender, listContenders, type NamedFunction } from '../../benchmark/contender.ts';
import { LamboxError } from '../../errors.ts';
import { inferHandler } from '../../package/infer-handler.ts';
import { resolveTarget, type Target } from '../../package/resolve-target.ts';
import type { CommandContext } from '../command-context.ts';
import { resolveFunctionOptions } from '../function-flags.ts';
import type { BenchFlags } from './flags.ts';
import type { BenchPackages } from './packages.ts';

/** @throws LamboxError `InvalidOption`, `InvalidCode` */
export async function resolveContenders(
  targets: readonly string[],
  flags: BenchFlags,
  context: CommandContext,
  packages: BenchPackages,
): Promise<readonly Contender[]> {
  const functions = await packages.of(await resolveFunctions(targets, flags, context));
  return listContenders(functions, flags.memory, flags.concurrency ?? [1]);
}

/**
 * Every target on every runtime, each by the name that tells it from the others.
 * @throws LamboxError `InvalidOption`, `InvalidCode`, `UnknownRuntime`
 */
export async function resolveFunctions(
  targets: readonly string[],
  flags: BenchFlags,
  { configuration }: CommandContext,
): Promise<readonly NamedFunction[]> {
  if (new Set(targets).size < targets.length) {
    throw new LamboxError('InvalidOption', `--compare names ${targets.at(-1)} twice`, {
      remedy: 'Leave it out: the first function is measured twice anyway, as the control.',
    });
  }
  const { memory: _memory, runtime: runtimes = [], handler, ...others } = flags;
  const [first] = runtimes;
  const resolved = await Promise.all(
    targets.map((target) => resolveTarget(target, { runtime: first, handler })),
  );
  if (runtimes.length > 1) checkRuntimes(resolved, runtimes, handler);
  const names = resolved.map(({ name }) => name);
  const isAmbiguous = new Set(names).size < names.length;
  const functions = targets.flatMap((target, index) => {
    const name = isAmbiguous ? target : (names[index] ?? target);
    if (runtimes.length < 2)
      return [{ name, target, ...(first !== undefined && { runtime: first }) }];
    return runtimes.map((runtime) => ({ name: `${name} on ${runtime}`, target, runtime }));
  });
  return Promise.all(
    functions.map(async ({ name, target, ...runtime }) => {
      const of = { ...others, ...(handler !== undefined && { handler }), ...runtime };
      return { name, options: await resolveFunctionOptions(target, of, configuration) };
    }),
  );
}

/** Nobody waits for one runtime's containers to learn that another cannot run the code. */
function checkRuntimes(
  targets: readonly Target[],
  runtimes: readonly string[],
  handler: string | undefined,
): void {
  const image = targets.find(({ kind }) => kind === 'image' || kind === 'archive');
  if (image !== undefined) {
    const several = `--runtime names ${runtimes.join(' and ')}`;
    const problem = `${several}, but ${image.name} is an image, which has its own`;
    throw new LamboxError('InvalidOption', problem, {
      remedy: 'Name directories and zip files alone, or leave out --runtime.',
    });
  }
  for (const target of targets) {
    if (target.kind !== 'directory') continue;
    for (const runtime of runtimes) inferHandler(target.directory, { runtime, handler });
  }
}
