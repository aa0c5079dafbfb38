import { readFile } from 'node:fs/promises';

/** More numbers than any test makes devices. */
const devicesMax = 256;

/** The files beneath this machine's loop devices that the container of that id has made. */
export async function loopFilesOf(containerId: string): Promise<readonly string[]> {
  const files = Array.from({ length: devicesMax }, (_, number) =>
    readFile(`/sys/block/loop${number}/loop/backing_file`, 'utf8').catch(() => ''),
  );
  const name = `lambox-${containerId.slice(0, 12)}-`;
  return (await Promise.all(files)).filter((file) => file.includes(name));
}
