import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { functionDirectory } from './workbench.ts';

/** As many as a large `node_modules` has. */
export const fileCount = 20_000;
const filesPerFolder = 200;

/** The measured function among files that it does not read. Disposing it removes the folder. */
export async function createManyFiles(): Promise<{ readonly path: string } & AsyncDisposable> {
  const path = await mkdtemp(join(tmpdir(), 'lambox-benchmark-'));
  await cp(functionDirectory, path, { recursive: true });
  for (let folder = 0; folder < fileCount / filesPerFolder; folder += 1) {
    const directory = join(path, 'node_modules', `module-${folder}`);
    await mkdir(directory, { recursive: true });
    const names = Array.from({ length: filesPerFolder }, (_, at) => `file-${at}.js`);
    await Promise.all(names.map((name) => writeFile(join(directory, name), `// ${name}\n`)));
  }
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true }) };
}
