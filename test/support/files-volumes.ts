import { LamboxError } from '../../src/errors.ts';
import { openDocker } from './open-docker.ts';

/**
 * Remembers the volumes of files that the engine has; what has come since is removed at the end of
 * the scope: they would outlive the test.
 */
export async function rememberFilesVolumes(): Promise<AsyncDisposable> {
  const engine = await openDocker();
  const labels = { 'dev.lambox.run': 'files' };
  const before = new Set(await engine.listVolumes(labels));
  return {
    async [Symbol.asyncDispose]() {
      const now = await engine.listVolumes(labels);
      for (const volume of now.filter((name) => !before.has(name))) {
        await engine.removeVolume(volume).catch(ignoreInUse);
      }
      await engine.close();
    },
  };
}

/** By another test run on the same engine, which removes it itself. */
function ignoreInUse(error: unknown): void {
  const { statusCode } = error instanceof LamboxError ? error.evidence : {};
  if (statusCode !== 409) throw error;
}
