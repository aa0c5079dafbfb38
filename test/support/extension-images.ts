import { cpSync } from 'node:fs';
import { afterAll, beforeAll } from 'vitest';
import { readConfiguration } from '../../src/configuration.ts';
import type { ContainerEngine } from '../../src/engine/container-engine.ts';
import { findEngine } from '../../src/engine/find-engine.ts';
import { LamboxError } from '../../src/errors.ts';
import type { FunctionOptions } from '../../src/function-options.ts';
import { parseRuntime } from '../../src/lambda/runtimes.ts';
import { resolveRuntimeImage } from '../../src/package/image-resolver.ts';
import { functionDirectory } from './function-directory.ts';
import { buildGoProgram } from './go-toolchain.ts';
import { TemporaryDirectory } from './temporary-directory.ts';
import { checkedFunction, type TestFunction, useSandbox } from './test-sandbox.ts';

/** Stages of `test/functions/extensions/Dockerfile`. */
export type ExtensionStage = 'none' | 'go' | 'three' | 'broken';
export type ExtensionFamily = 'nodejs' | 'provided';

const identifiers = { nodejs: 'nodejs24.x', provided: 'provided.al2023' } as const;

/**
 * Functions of images with extensions in a sandbox of their own; the images are built before a
 * file's first test and removed after its last.
 */
export interface ExtensionImages {
  create(
    family: ExtensionFamily,
    stage: ExtensionStage,
    options?: Partial<FunctionOptions>,
  ): Promise<TestFunction>;
}

export function useExtensionImages(
  wanted: Readonly<Partial<Record<ExtensionFamily, readonly ExtensionStage[]>>>,
): ExtensionImages {
  const references = new Map<string, string>();
  let engine: ContainerEngine;
  beforeAll(async () => {
    engine = await findEngine(readConfiguration().engine);
    for (const family of ['nodejs', 'provided'] as const) {
      const stages = wanted[family] ?? [];
      using context = await prepareContext(family);
      for (const stage of stages) {
        const reference = `lambox-test/extensions-${family}-${stage}:${process.pid}`;
        await build(engine, family, context.path, stage, reference);
        references.set(`${family} ${stage}`, reference);
      }
    }
  }, 600_000);
  afterAll(async () => {
    for (const reference of references.values()) await engine.removeImage(reference);
    await engine?.close();
  });
  // Its containers are gone before the images are: hooks of the end run backwards.
  const tests = useSandbox();
  return {
    async create(family, stage, options = {}) {
      const code = references.get(`${family} ${stage}`);
      if (code === undefined) throw new LamboxError('ImageNotFound', `${family} ${stage}`);
      const functionName = 'with-extensions';
      const given = { code, functionName, memorySizeMb: 1769, timeoutSeconds: 10, ...options };
      return checkedFunction(await tests.sandbox.createFunction(given));
    },
  };
}

async function prepareContext(family: ExtensionFamily): Promise<TemporaryDirectory> {
  const context = new TemporaryDirectory();
  const take = (from: string, to: string) =>
    cpSync(functionDirectory('extensions', from), context.join(to), { recursive: true });
  take('Dockerfile', 'Dockerfile');
  take(family, 'function');
  take('python', 'python');
  take('shell', 'shell');
  const go = context.join('go', 'go');
  await buildGoProgram(functionDirectory('extensions', 'go'), go);
  return context;
}

async function build(
  engine: ContainerEngine,
  family: ExtensionFamily,
  context: string,
  target: ExtensionStage,
  reference: string,
): Promise<void> {
  const runtime = parseRuntime(identifiers[family]);
  const { reference: base } = await resolveRuntimeImage(engine, runtime, readConfiguration());
  await engine.buildImage(context, {
    reference,
    dockerfile: 'Dockerfile',
    target,
    arguments: { BASE_IMAGE: base },
    networkMode: 'host',
  });
}
