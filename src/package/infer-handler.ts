import { LamboxError } from '../errors.ts';
import { findRuntime } from '../lambda/runtimes.ts';
import { findExportedNames } from './exported-names.ts';
import {
  findPythonHandler,
  findPythonModule,
  pythonHandlers,
  pythonModules,
} from './python-handler.ts';
import { SourceDirectory } from './source-directory.ts';

export interface InferredHandler {
  /** `nodejs24.x`. */
  readonly runtime: string;
  /** `index.handler`. */
  readonly handler: string;
  /** Why: `index.mjs exports handler`. `null` where both were given. */
  readonly reason: string | null;
}

/** What the user said. */
export interface GivenHandler {
  readonly runtime?: string | undefined;
  readonly handler?: string | undefined;
}

const latestNode = 'nodejs24.x';
const latestPython = 'python3.13';
const latestProvided = 'provided.al2023';
/** The program that a function of a `provided` runtime brings (row 4.5-18). */
const bootstrap = 'bootstrap';
const flags = '--runtime nodejs24.x --handler FILE.FUNCTION';

/** The order in which AWS's Node.js client looks for the module `index` (aws-lambda-ric). */
const extensions = ['.js', '.mjs', '.cjs'];

/**
 * Finds runtime and handler of a directory where it makes them plain, and leaves what is given.
 * An executable `bootstrap` is a runtime of the function's own, whatever lies beside it; else it is
 * Node.js (an `index` module or package.json's `main` that exports `handler`) or Python (a module
 * and a function of the usual names), and neither where it could be both.
 * @param name what the user calls it, where that is not the directory
 * @throws LamboxError `UnknownRuntime` that says what was looked for and which flags to give
 */
export function inferHandler(
  directory: string,
  given: GivenHandler = {},
  name = directory,
): InferredHandler {
  const { runtime, handler } = given;
  if (runtime !== undefined && handler !== undefined) return { runtime, handler, reason: null };
  const source = new SourceDirectory(directory, name);
  if (runtime === undefined && source.isExecutable(bootstrap)) {
    const reason = `${bootstrap} is executable`;
    return { runtime: latestProvided, handler: handler ?? bootstrap, reason };
  }
  if (handler !== undefined) return inferRuntime(source, handler);
  const family = runtime === undefined ? null : findRuntime(runtime)?.family;
  if (runtime !== undefined && family === 'provided') {
    return { runtime, handler: bootstrap, reason: `${runtime} starts ${bootstrap}` };
  }
  const node = family === null || family === 'nodejs' ? findNodeHandler(source) : null;
  const python = family === null || family === 'python' ? findPythonHandler(source) : null;
  if (node !== null && python !== null) throw twoLanguages(source, node.reason, python.reason);
  if (node !== null) return { runtime: runtime ?? latestNode, ...node };
  if (python !== null) return { runtime: runtime ?? latestPython, ...python };
  throw notPlain(source, runtime);
}

function inferRuntime(source: SourceDirectory, handler: string): InferredHandler {
  const python = findPythonModule(source, handler);
  if (python !== null) {
    return { runtime: latestPython, handler, reason: `${python} is Python` };
  }
  const module = /^((?:.*\/)?[^./]+)\../.exec(handler)?.[1];
  const file = module === undefined ? null : resolveModule(source, module);
  if (file === null) throw notPlain(source, undefined);
  return { runtime: latestNode, handler, reason: `${file} is JavaScript` };
}

function findNodeHandler(source: SourceDirectory): { handler: string; reason: string } | null {
  const main = source.packageMember('main')?.replace(/^\.\//, '');
  for (const module of main === undefined ? ['index'] : ['index', main]) {
    const file = resolveModule(source, module);
    if (file === null || !exportsHandler(source, file)) continue;
    const name = file.replace(/\.[cm]?js$/, '');
    // The client splits at the first dot of the base name, and refuses to go upwards.
    if (/\.[^/]*$/.test(name) || name.startsWith('..')) continue;
    const why = module === 'index' ? '' : ', the main file of package.json,';
    return { handler: `${name}.handler`, reason: `${file}${why} exports handler` };
  }
  return null;
}

function exportsHandler(source: SourceDirectory, file: string): boolean {
  return findExportedNames(source.read(file) ?? '').includes('handler');
}

/** The file that the runtime would load. */
function resolveModule(source: SourceDirectory, module: string): string | null {
  if (/\.[cm]?js$/.test(module) && source.isFile(module)) return module;
  const folder = module.replace(/\/$/, '');
  const candidates = [module, `${folder}/index`].flatMap((stem) =>
    extensions.map((extension) => stem + extension),
  );
  return candidates.find((candidate) => source.isFile(candidate)) ?? null;
}

function notPlain(source: SourceDirectory, runtime: string | undefined): LamboxError {
  const name = JSON.stringify(source.name);
  const missing = runtime === undefined ? 'no runtime was given' : `no handler was given`;
  return new LamboxError(
    'UnknownRuntime',
    `${missing} and ${name} does not make it plain: looked for index.js, index.mjs, ` +
      'index.cjs and the main file of package.json, exporting handler; for ' +
      `${pythonModules.map((module) => `${module}.py`).join(', ')}, defining ` +
      `${pythonHandlers.join(' or ')}; and for an executable ${bootstrap}`,
    { remedy: advise(source, runtime), evidence: { directory: source.name } },
  );
}

function twoLanguages(source: SourceDirectory, node: string, python: string): LamboxError {
  const directory = JSON.stringify(source.name);
  return new LamboxError(
    'UnknownRuntime',
    `no runtime was given and ${directory} could be either: ${node}, and ${python}`,
    {
      remedy: `Say which: --runtime ${latestNode} or --runtime ${latestPython}`,
      evidence: { directory: source.name },
    },
  );
}

function advise(source: SourceDirectory, runtime: string | undefined): string {
  const names = source.names();
  const family = runtime === undefined ? null : findRuntime(runtime)?.family;
  if (family === 'python') return advisePython(names, runtime);
  if (family !== null && family !== 'nodejs') {
    return `Give the handler as ${runtime} expects it: --handler …`;
  }
  if (source.isFile(bootstrap)) {
    return `If ${bootstrap} is the function's own runtime, make it executable (chmod +x).`;
  }
  if (names.includes('index.ts') || names.includes('index.mts')) {
    const build = 'npx esbuild index.ts --bundle --platform=node --outfile=dist/index.js';
    return `Build the TypeScript first (${build}) and name the directory of the result.`;
  }
  if (names.some((name) => name.endsWith('.py'))) return advisePython(names, undefined);
  if (names.includes('go.mod') || names.includes('main.go')) {
    const build = 'CGO_ENABLED=0 GOOS=linux go build -tags lambda.norpc -o bootstrap .';
    return `Build the Go program first (${build}), alone in a directory, and name that.`;
  }
  const other = names.find((name) => /\.[cm]?js$/.test(name));
  if (other === undefined) return `Give them: ${flags}`;
  return `Give them: ${flags}, for ${other} --handler ${other.replace(/\.[cm]?js$/, '')}.FUNCTION`;
}

function advisePython(names: readonly string[], runtime: string | undefined): string {
  const file = names.find((name) => name.endsWith('.py'));
  const handler = `--handler ${file === undefined ? 'MODULE' : file.slice(0, -3)}.FUNCTION`;
  if (runtime !== undefined) return `Give the handler: ${handler}`;
  return `For Python say so: --runtime ${latestPython} ${handler}`;
}
