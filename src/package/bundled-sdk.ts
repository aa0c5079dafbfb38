import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

/** As far from `src/package/` as from `dist/package/`. */
const manifest = fileURLToPath(
  new URL('../../images/nodejs/aws-sdk/package.json', import.meta.url),
);

/** The packages of the AWS SDK that an image made here has; AWS's own has every client. */
export async function bundledSdkPackages(): Promise<readonly string[]> {
  return Object.keys(JSON.parse(await readFile(manifest, 'utf8')).dependencies);
}
