import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A file of the project: its path from the root with `/`, and its text. */
export interface ProjectFile {
  readonly path: string;
  readonly text: string;
}

/** What a rule has to say, e.g. `src/a.ts:3 the line has 120 columns, at most 100`. */
export type Violation = string;

const root = fileURLToPath(new URL('../../', import.meta.url));
const leftOut = new Set(['.git', '.cache', 'node_modules', 'dist', 'coverage', 'images/shim/bin']);
const textEndings = ['.ts', '.go', '.mjs', '.sh', '.md', '.json', '.mod', '.yml', 'Dockerfile'];

/** Every text file of the checkout that is ours. Fixtures are left to their own rules. */
export function readProjectTree(): readonly ProjectFile[] {
  return listFiles(root)
    .filter((path) => isText(path))
    .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));
}

function listFiles(directory: string): readonly string[] {
  return readdirSync(directory, { withFileTypes: true }).flatMap((entry) => {
    const absolute = join(directory, entry.name);
    const path = relative(root, absolute).replaceAll('\\', '/');
    if (leftOut.has(entry.name) || leftOut.has(path)) return [];
    if (entry.isDirectory()) return listFiles(absolute);
    return entry.isFile() ? [path] : [];
  });
}

/** Scripts have no ending. */
function isText(path: string): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const isScript = /^(scripts|\.ci)\//.test(path) && !name.includes('.');
  return isScript || textEndings.some((ending) => name.endsWith(ending));
}

/** TypeScript, Go and the scripts in JavaScript, but not the functions that tests run. */
export function isCode({ path }: ProjectFile): boolean {
  return /\.(ts|go|mjs)$/.test(path) && !/^(test\/functions|examples)\/|\/testdata\//.test(path);
}

export function isModule(file: ProjectFile): boolean {
  return isCode(file) && !file.path.endsWith('.go');
}

export function isSource({ path }: ProjectFile): boolean {
  return path.startsWith('src/') && path.endsWith('.ts');
}
