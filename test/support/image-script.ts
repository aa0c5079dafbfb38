import type { ContainerEngine, Labels } from '../../src/engine/container-engine.ts';
import type { ResolvedImage } from '../../src/package/deployed-package.ts';

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
