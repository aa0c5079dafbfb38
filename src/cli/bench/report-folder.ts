import { mkdir, stat } from 'node:fs/promises';
import path from 'node:path';

/**
 * Makes a folder and those above it that are not there. Node's own recursive way never ends below
 * `/proc`, where the parent of what cannot be made is there and the error says it is not.
 * @throws what Node says of the one that cannot be made
 */
export async function makeReportFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder);
  } catch (cause) {
    if (await isFolder(folder)) return;
    const parent = path.dirname(folder);
    if (parent === folder || (await isFolder(parent))) throw cause;
    await makeReportFolder(parent);
    await mkdir(folder);
  }
}

async function isFolder(folder: string): Promise<boolean> {
  return await stat(folder).then(
    (found) => found.isDirectory(),
    () => false,
  );
}
