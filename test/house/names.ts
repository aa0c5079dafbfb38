import type { ProjectFile, Violation } from './project-tree.ts';

const kebabCase = /^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+(-[a-z0-9]+)*)*$/;
const grabBags = ['util', 'utils', 'helper', 'helpers', 'common', 'types', 'misc', 'shared'];

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** TypeScript and scripts; Go has its own way with `_test.go`. */
export function checkFileNames({ path }: ProjectFile): readonly Violation[] {
  if (!/\.(ts|mjs|sh)$/.test(path)) return [];
  const name = baseName(path);
  const noun = name.slice(0, name.indexOf('.'));
  if (!kebabCase.test(name)) return [`${path} is not in kebab-case`];
  return grabBags.includes(noun) ? [`${path} is a grab bag: name its noun`] : [];
}

/**
 * `test/unit/x/y.test.ts` holds `src/x/y.ts`; an aspect may follow: `y.limits.test.ts`. A test of
 * what several files make together has a name of its own, but lies in their room and imports it.
 */
export function checkMirror(files: readonly ProjectFile[]): readonly Violation[] {
  const known = new Set(files.map(({ path }) => path));
  return files
    .filter(({ path }) => path.startsWith('test/unit/') && path.endsWith('.test.ts'))
    .filter(({ path, text }) => {
      const name = baseName(path);
      const room = `src/${path.slice('test/unit/'.length, -name.length)}`;
      const mirrored = known.has(`${room}${name.slice(0, name.indexOf('.'))}.ts`);
      return !mirrored && !(room !== 'src/' && text.includes(`../${room}`));
    })
    .map(({ path }) => `${path} mirrors no file of src/`);
}

/** What lies in `test/support/` is named by some other file. */
export function checkSupport(files: readonly ProjectFile[]): readonly Violation[] {
  const users = files.filter(({ path }) => !path.endsWith('.md'));
  return files
    .filter(({ path }) => path.startsWith('test/support/'))
    .filter(({ path }) => {
      const name = baseName(path);
      return !users.some((user) => user.path !== path && user.text.includes(name));
    })
    .map(({ path }) => `${path} is used by no other file`);
}
