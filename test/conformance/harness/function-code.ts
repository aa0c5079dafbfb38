import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** The files of a function in `functions/<name>`. */
export function functionCode(name: string): Readonly<Record<string, string>> {
  const folder = path.join(import.meta.dirname, '../functions', name);
  const files = readdirSync(folder).map((file) => [
    file,
    readFileSync(path.join(folder, file), 'utf8'),
  ]);
  return Object.fromEntries(files);
}
