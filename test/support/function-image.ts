import { randomBytes } from 'node:crypto';
import { ensureImageVolumes } from '../../src/package/image-volumes.ts';
import { runProgram } from './lambox-command.ts';
import { openDocker } from './open-docker.ts';
import { writeFunction } from './written-function.ts';

/** An image function on the Node.js image, as a user would build one; removed when disposed. */
export async function buildFunctionImage(
  handlerSource: string,
  lines: readonly string[] = [],
): Promise<AsyncDisposable & { readonly reference: string }> {
  const reference = `lambox-test/function-${randomBytes(4).toString('hex')}:v1`;
  const dockerfile = ['FROM lambox/nodejs:24', 'COPY index.mjs ./', ...lines].join('\n');
  using context = writeFunction({ Dockerfile: dockerfile, 'index.mjs': handlerSource });
  const variables = { DOCKER_BUILDKIT: '0' };
  const words = ['build', '-q', '-t', reference, context.path];
  const built = await runProgram('docker', words, { variables });
  if (built.exitCode !== 0) throw new Error(built.stderr);
  return {
    reference,
    [Symbol.asyncDispose]: async () => {
      await removeVolumes(reference);
      await runProgram('docker', ['rmi', '-f', reference]);
    },
  };
}

/** Those that Lambox has made for the image: they outlive a run. */
async function removeVolumes(reference: string): Promise<void> {
  const engine = await openDocker();
  try {
    const image = await engine.inspectImage(reference);
    const mounts = image === null ? [] : await ensureImageVolumes(engine, image);
    for (const { volume } of mounts) await engine.removeVolume(volume);
  } finally {
    await engine.close();
  }
}
