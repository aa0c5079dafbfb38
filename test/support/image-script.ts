import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect } from 'vitest';
import { readConfiguration } from '../../src/configuration.ts';
import type { ContainerEngine, Labels } from '../../src/engine/container-engine.ts';
import type { Runtime } from '../../src/lambda/runtime.ts';
import type { ResolvedImage } from '../../src/package/deployed-package.ts';
import { resolveRuntimeImage } from '../../src/package/image-resolver.ts';
import { openDocker } from './open-docker.ts';

/** Runs a shell script in a container of an image, for what it says and, in brackets, its exit. */
export async function runInImage(
  engine: ContainerEngine,
  image: ResolvedImage,
  script: string,
  { labels, user = '993:990' }: { readonly labels: Labels; readonly user?: string | undefined },
): Promise<string> {
  const id = await engine.createContainer({
    image: image.reference,
    entryPoint: ['/bin/sh', '-c'],
    command: [script],
    labels,
    networkMode: 'none',
    user,
    logs: 'keep',
  });
  try {
    await engine.startContainer(id);
    const exitCode = await engine.waitContainer(id);
    return `${await engine.containerOutput(id)}(${exitCode})`;
  } finally {
    await engine.removeContainer(id);
  }
}

/** Scripts in containers of a test file's own, of which none may be left at its end. */
export interface ImageScripts {
  /** Of a runtime; made where it is missing. */
  image(runtime: Runtime): Promise<ResolvedImage>;
  /** As Lambda's user, unless another is named. */
  run(image: ResolvedImage, script: string, user?: string): Promise<string>;
}

/** To be called where a test file begins. */
export function useImageScripts(): ImageScripts {
  const labels = { 'dev.lambox.owner': `contract-${randomUUID()}` };
  let engine: ContainerEngine;
  beforeAll(async () => {
    engine = await openDocker();
  });
  afterAll(async () => {
    const left = await engine.listContainers(labels);
    await engine.close();
    expect(left).toEqual([]);
  });
  return {
    image: (runtime) => resolveRuntimeImage(engine, runtime, readConfiguration()),
    run: (image, script, user) => runInImage(engine, image, script, { labels, user }),
  };
}
