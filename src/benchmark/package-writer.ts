import { createWriteStream } from 'node:fs';
import {
  chmod,
  cp,
  mkdir,
  readdir,
  readFile,
  readlink,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { ZipFile } from 'yazl';
import { LamboxError } from '../errors.ts';

/** Every file as it lies below the directory, links as links. */
export async function writeZipPackage(directory: string, file: string): Promise<void> {
  const zip = new ZipFile();
  for (const entry of await listEntries(directory)) {
    const name = path.relative(directory, path.join(entry.parentPath, entry.name));
    const place = path.join(directory, name);
    if (entry.isSymbolicLink()) {
      zip.addBuffer(Buffer.from(await readlink(place)), name, { mode: 0o120777 });
    } else if (entry.isFile()) zip.addFile(place, name, { mode: (await stat(place)).mode });
  }
  zip.end();
  await pipeline(zip.outputStream, createWriteStream(file));
}

/**
 * Code without its libraries, and the libraries as a layer has them: `node_modules`, or what pip
 * has installed beside the code.
 * @throws LamboxError `InvalidOption` where there are none
 */
export async function writeLayerPackage(
  directory: string,
  folder: string,
): Promise<{ readonly code: string; readonly layer: string }> {
  const [code, layer] = [path.join(folder, 'code'), path.join(folder, 'layer')];
  const names = await readdir(directory);
  const modules = names.filter((name) => name === 'node_modules');
  const installed = modules.length > 0 ? modules : await listInstalled(directory, names);
  if (installed.length === 0) {
    const problem = `--package layer: ${JSON.stringify(directory)} has nothing to put into a layer`;
    throw new LamboxError('InvalidOption', `${problem}: no node_modules, and nothing of pip's`, {
      remedy: 'Install what it needs beside the code (npm install, pip install -t .).',
    });
  }
  const place = path.join(layer, modules.length > 0 ? 'nodejs' : 'python');
  for (const name of names) {
    const to = installed.includes(name) ? place : code;
    await cp(path.join(directory, name), path.join(to, name), asItIs);
  }
  return { code, layer };
}

/** A build context whose image has the code where Lambda's has it; the base is told later. */
export async function writeImagePackage(directory: string, folder: string): Promise<void> {
  const code = path.join(folder, 'code');
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await cp(directory, code, asItIs);
  // What a zip's modes are raised to: uid 993 has to read it.
  await chmod(code, 0o755);
  for (const entry of await listEntries(code)) {
    const place = path.join(entry.parentPath, entry.name);
    if (!entry.isSymbolicLink()) await chmod(place, (await stat(place)).mode | 0o444);
    if (entry.isDirectory()) await chmod(place, 0o755);
  }
}

export async function writeDockerfile(
  folder: string,
  { image, handler }: { readonly image: string; readonly handler: string },
): Promise<void> {
  const lines = [`FROM ${image}`, 'COPY code/ /var/task/', `CMD ${JSON.stringify([handler])}`];
  await writeFile(path.join(folder, 'Dockerfile'), `${lines.join('\n')}\n`);
}

const asItIs = { recursive: true, verbatimSymlinks: true } as const;

function listEntries(directory: string) {
  return readdir(directory, { recursive: true, withFileTypes: true });
}

/** Top-level names that the records of installed distributions list. */
async function listInstalled(
  directory: string,
  names: readonly string[],
): Promise<readonly string[]> {
  const records = await Promise.all(
    names
      .filter((name) => name.endsWith('.dist-info'))
      .map((name) => readFile(path.join(directory, name, 'RECORD'), 'utf8').catch(() => '')),
  );
  const listed = new Set(
    records.flatMap((record) => record.split('\n').map((line) => line.split(/[/,]/, 1)[0])),
  );
  return names.filter((name) => listed.has(name) || name.endsWith('.dist-info'));
}
