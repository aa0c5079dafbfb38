import { builtinModules } from 'node:module';
import type { ModuleSyntax } from './module-syntax.ts';
import type { Violation } from './project-tree.ts';

/** From the bottom up; rooms on one level do not know each other. */
const levels: readonly (readonly string[])[] = [
  ['errors.ts', 'owner.ts'],
  ['lambda', 'timeline'],
  ['configuration.ts'],
  ['log.ts'],
  ['channel', 'engine'],
  ['package'],
  ['environment'],
  ['invocation'],
  ['function-options.ts', 'function-surroundings.ts'],
  ['function-deployment.ts'],
  ['lambda-function.ts'],
  ['check'],
  ['sandbox.ts'],
  ['gateway', 'benchmark', 'trace'],
  ['cli', 'index.ts'],
];

/** `channel` for `src/channel/frames.ts`, `errors.ts` for `src/errors.ts`. */
function roomOf(path: string): string {
  return path.split('/')[1] ?? path;
}

function levelOf(room: string): number | null {
  const level = levels.findIndex((rooms) => rooms.includes(room));
  return level === -1 ? null : level;
}

/** A room imports only from rooms below it, or from itself. */
export function checkLayers({ path, imports }: ModuleSyntax): readonly Violation[] {
  const room = roomOf(path);
  const level = levelOf(room);
  if (level === null) return [`${path} is in a room that has no level: ${room}`];
  return imports.flatMap(({ target, line }) => {
    if (target === null) return [];
    const other = roomOf(target);
    if (!target.startsWith('src/')) return [`${path}:${line} imports ${target} outside src/`];
    const below = (levelOf(other) ?? Number.POSITIVE_INFINITY) < level;
    return below || other === room ? [] : [`${path}:${line} (${room}) imports from ${other}`];
  });
}

/** What reads the process or writes to it is handed down, not fetched from below. */
const composers = ['lambda-function.ts', 'sandbox.ts', 'cli', 'index.ts', 'log.ts'];

export function checkHandedDown({ path, imports }: ModuleSyntax): readonly Violation[] {
  if (composers.includes(roomOf(path))) return [];
  return imports
    .filter(({ target }) => target === 'src/configuration.ts' || target === 'src/log.ts')
    .filter(({ typeOnly }) => !typeOnly)
    .map(({ target, line }) => `${path}:${line} imports more than types from ${target}`);
}

const confined: readonly { readonly library: RegExp; readonly room: string }[] = [
  { library: /^(dockerode|tar-fs|tar-stream|@balena\/dockerignore)$/, room: 'src/engine/docker/' },
  { library: /^commander$/, room: 'src/cli/' },
  { library: /^pino(-.*)?$/, room: 'src/log.ts' },
];

export function checkConfinedLibraries({ path, imports }: ModuleSyntax): readonly Violation[] {
  return imports.flatMap(({ specifier, line }) =>
    confined
      .filter(({ library, room }) => library.test(specifier) && !path.startsWith(room))
      .map(({ room }) => `${path}:${line} imports ${specifier}, which belongs into ${room}`),
  );
}

const pure = /^src\/(lambda\/|timeline\/|environment\/lifecycle\.ts$)/;

export function checkPureRooms({ path, imports }: ModuleSyntax): readonly Violation[] {
  if (!pure.test(path)) return [];
  return imports
    .filter(({ specifier }) => specifier.startsWith('node:') || builtinModules.includes(specifier))
    .map(({ specifier, line }) => `${path}:${line} imports ${specifier}, but is to be pure`);
}

/**
 * One violation per cycle, told from its first file in the order of the alphabet. Imports of types
 * alone are gone at run time and do not count; across rooms the layers forbid their cycles too.
 */
export function checkCycles(modules: readonly ModuleSyntax[]): readonly Violation[] {
  const targets = new Map(
    modules.map(({ path, imports }) => [
      path,
      imports
        .filter(({ typeOnly }) => !typeOnly)
        .flatMap(({ target }) => (target === null ? [] : [target]))
        .toSorted(),
    ]),
  );
  const finished = new Set<string>();
  const cycles: Violation[] = [];
  const visit = (path: string, way: readonly string[]): void => {
    const seen = way.indexOf(path);
    if (seen !== -1) cycles.push([...way.slice(seen), path].join(' → '));
    if (seen !== -1 || finished.has(path)) return;
    for (const target of targets.get(path) ?? []) visit(target, [...way, path]);
    finished.add(path);
  };
  for (const path of [...targets.keys()].toSorted()) visit(path, []);
  return cycles;
}

/** Where a reader enters: the library, and what `bin/` starts. */
const entrances = ['src/index.ts', 'src/cli/main.ts'];

export function checkOrphans(modules: readonly ModuleSyntax[]): readonly Violation[] {
  const imported = new Set(modules.flatMap(({ imports }) => imports.map(({ target }) => target)));
  return modules
    .map(({ path }) => path)
    .filter((path) => !imported.has(path) && !entrances.includes(path))
    .map((path) => `${path} is imported by no other file of src/`);
}
