import { randomBytes } from 'node:crypto';
import { cpSync, mkdirSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runProgram } from './lambox-command.ts';
import { TemporaryDirectory } from './temporary-directory.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Lambox in an image, made by its own Dockerfile on a base; removed when disposed. */
export async function buildOrchestratorImage(
  base: string,
): Promise<AsyncDisposable & { readonly reference: string }> {
  const reference = `lambox-test/orchestrator-${randomBytes(4).toString('hex')}:v1`;
  using context = new TemporaryDirectory();
  await installInto(context.join('node_modules'));
  const dockerfile = join(root, 'images/orchestrator/Dockerfile');
  const words = ['build', '-q', '-t', reference, '-f', dockerfile, '--build-arg', `BASE=${base}`];
  const variables = { DOCKER_BUILDKIT: '0' };
  const built = await runProgram('docker', [...words, context.path], { variables });
  if (built.exitCode !== 0) throw new Error(built.stderr);
  return {
    reference,
    [Symbol.asyncDispose]: async () => {
      await runProgram('docker', ['rmi', '-f', reference]);
    },
  };
}

/** As `npm install lambox` would, from this checkout: what is published, and what it needs. */
async function installInto(modules: string): Promise<void> {
  const words = ['ls', '--omit=dev', '--all', '--parseable'];
  const { stdout } = await runProgram('npm', words, { directory: root });
  const installed = join(root, 'node_modules');
  const needed = stdout
    .split('\n')
    .filter((path) => path.startsWith(installed))
    .map((path) => relative(installed, path))
    .filter((path) => !path.includes('node_modules'));
  const copy = (from: string, to: string) => {
    mkdirSync(dirname(to), { recursive: true });
    cpSync(from, to, { recursive: true });
  };
  for (const name of needed) copy(join(installed, name), join(modules, name));
  for (const name of ['bin', 'dist', 'images', 'package.json']) {
    copy(join(root, name), join(modules, 'lambox', name));
  }
}
