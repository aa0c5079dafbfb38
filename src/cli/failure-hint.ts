import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { InvocationResult } from '../invocation/invocation-result.ts';
import { bundledSdkPackages } from '../package/bundled-sdk.ts';
import { findExportedNames } from '../package/exported-names.ts';

/** What is known of the function whose failure is explained. */
export interface FailedFunction {
  /** `null` for an image. */
  readonly directory: string | null;
  readonly handler: string | null;
  /** Whether its image was made here, which has fewer clients of the AWS SDK than AWS's. */
  readonly imageMadeHere: boolean;
  readonly timeoutSeconds: number;
  readonly memorySizeMb: number;
}

interface FailurePayload {
  readonly errorType: string;
  readonly errorMessage: string;
}

type Hint = (failure: FailurePayload, failed: FailedFunction) => Promise<string | null>;

/** By what Lambda says (contract §6.1, §6.3); the first that has something to say is heard. */
const hints: readonly (readonly [pattern: RegExp, hint: Hint])[] = [
  [/EACCES: permission denied, |permission denied$/, closedFile],
  [/invalid ELF header|wrong ELF class|Exec format error/i, foreignModule],
  [/Cannot find (?:module|package) '@aws-sdk\//, missingSdkPackage],
  [/^Runtime\.HandlerNotFound/, wrongExport],
  [/^Runtime\.MalformedHandlerName/, malformedHandler],
  [/^Runtime\.ImportModuleError/, missingModule],
  [/^Runtime\.UserCodeSyntaxError/, syntaxError],
  [/^Runtime\.CallbackHandlerDeprecated/, callbackHandler],
  [/^Sandbox\.Timedout/, timedOut],
  [/^Runtime\.OutOfMemory/, outOfMemory],
];

/**
 * What a person may do about a failure that comes from how the function was packaged or
 * configured, one paragraph; `null` where the function's own code failed.
 */
export async function failureHint(
  result: InvocationResult,
  failed: FailedFunction,
): Promise<string | null> {
  const failure = failurePayload(result.payload);
  if (result.functionError === null || failure === null) return null;
  const said = `${failure.errorType} ${failure.errorMessage}`;
  for (const [pattern, hint] of hints) {
    if (!pattern.test(said)) continue;
    const text = await hint(failure, failed);
    if (text !== null) return text;
  }
  return null;
}

function failurePayload(payload: unknown): FailurePayload | null {
  if (typeof payload !== 'object' || payload === null) return null;
  const { errorType, errorMessage } = payload as Partial<Record<string, unknown>>;
  return { errorType: String(errorType ?? ''), errorMessage: String(errorMessage ?? '') };
}

/** Of a zip file alone: a directory's modes are made right. */
async function closedFile(
  { errorMessage }: FailurePayload,
  { directory, handler }: FailedFunction,
): Promise<string | null> {
  const file = /\/(?:var\/task|opt)\/[^'"\s:]+/.exec(errorMessage)?.[0];
  if (directory !== null || handler === null || file === undefined) return null;
  return (
    `${file} has a mode that keeps Lambda's user from it, and a zip file keeps its modes. ` +
    'Before you zip: chmod -R a+rX app; programs need chmod a+rx.'
  );
}

async function foreignModule({ errorMessage }: FailurePayload): Promise<string> {
  const file = /(\/var\/task\/\S+\.node)/.exec(errorMessage)?.[1]?.replace('/var/task/', '');
  return (
    `${file ?? 'A native module'} was built for another system than the function's Linux. ` +
    'Install the packages for it, e.g. npm install --os=linux --cpu=x64 --libc=glibc, or build ' +
    'them in a container of the runtime.'
  );
}

async function wrongExport(_: FailurePayload, failed: FailedFunction): Promise<string | null> {
  const { directory, handler } = failed;
  if (directory === null || handler === null) return null;
  const { module } = splitHandler(handler);
  const file = await findModuleFile(directory, module);
  if (file === null) return null;
  const names = findExportedNames(await readText(path.join(directory, file)));
  if (names.length === 0) {
    return `${file} shows no export in its text; you configured ${handler}. Export the function.`;
  }
  const likely = names.includes('handler') ? 'handler' : names[0];
  return (
    `${file} exports ${names.join(', ')}; you configured ${handler}. ` +
    `Use --handler ${module}.${likely}, or rename the export.`
  );
}

async function malformedHandler(_: FailurePayload, { handler }: FailedFunction): Promise<string> {
  return (
    `A handler is the file without its extension, a dot, and the name of the export, such as ` +
    `index.handler; you configured ${handler ?? 'none'}. The path begins in the package.`
  );
}

async function missingModule(
  { errorMessage }: FailurePayload,
  failed: FailedFunction,
): Promise<string | null> {
  const missing = /Cannot find (?:module|package) '([^']+)'/.exec(errorMessage)?.[1];
  const { directory, handler } = failed;
  if (missing === undefined || directory === null || handler === null) return null;
  const { module } = splitHandler(handler);
  const isHandlerFile = missing === module || missing === `/var/task/${module}`;
  if (isHandlerFile) return missingHandlerFile(directory, handler);
  if (missing.startsWith('.') || missing.startsWith('/'))
    return missingLocalFile(missing, directory);
  return missingPackage(missing, directory);
}

async function missingHandlerFile(directory: string, handler: string): Promise<string> {
  const { module, name } = splitHandler(handler);
  const files = await readdir(directory).catch((): string[] => []);
  if (files.includes(`${module}.ts`) || files.includes(`${module}.mts`)) {
    return (
      `${module}.ts is TypeScript, which Lambda does not run: build it first ` +
      `(e.g. npx esbuild ${module}.ts --bundle --platform=node --outfile=dist/${module}.js) ` +
      'and give lambox the directory with the built files.'
    );
  }
  const modules = files.filter((file) => /\.[cm]?js$/.test(file));
  const found = modules.length === 0 ? 'no JavaScript file' : modules.join(', ');
  const other = modules[0]?.replace(/\.[cm]?js$/, '');
  const remedy =
    other === undefined ? 'Is it the right directory?' : `Perhaps --handler ${other}.${name}`;
  return `${handler} asks for a file ${module}.js; ${directory} has ${found}. ${remedy}`;
}

async function missingLocalFile(missing: string, directory: string): Promise<string> {
  const file = missing.replace('/var/task/', '');
  return (
    `${file} is not in ${directory} as it was deployed: only that directory is in the function. ` +
    'Check the spelling (capitals count on Linux) and that it was built.'
  );
}

async function missingPackage(missing: string, directory: string): Promise<string> {
  const name = missing
    .split('/')
    .slice(0, missing.startsWith('@') ? 2 : 1)
    .join('/');
  const manifest = await readText(path.join(directory, 'package.json')).catch(() => '');
  if (manifest.includes(`"${name}"`)) {
    return `package.json names ${name}, but it is not installed: run npm install in ${directory}.`;
  }
  return `The package ${name} is not in ${directory}/node_modules: run npm install ${name} there.`;
}

async function missingSdkPackage(
  { errorMessage }: FailurePayload,
  { directory, imageMadeHere }: FailedFunction,
): Promise<string | null> {
  const missing = /'(@aws-sdk\/[^'/]+)/.exec(errorMessage)?.[1];
  if (missing === undefined || !imageMadeHere) return null;
  const carried = await bundledSdkPackages();
  if (carried.includes(missing)) return null;
  const names = carried.map((name) => name.replace('@aws-sdk/', '')).join(', ');
  return (
    `Lambda's own image has every client of the AWS SDK; the one made here has not ${missing}. ` +
    `Install it with the function (npm install ${missing} in ${directory ?? 'its directory'}), ` +
    `or load AWS's image into the engine. What is there of @aws-sdk: ${names}.`
  );
}

async function syntaxError(
  failure: FailurePayload,
  failed: FailedFunction,
): Promise<string | null> {
  const { directory, handler } = failed;
  const esm = /import statement outside a module|Unexpected token 'export'/.test(
    failure.errorMessage,
  );
  if (esm) {
    return (
      'The file is an ECMAScript module, but Node.js takes it for CommonJS: name it .mjs, or put ' +
      '"type": "module" into the package.json beside it.'
    );
  }
  if (directory === null || handler === null) return null;
  const file = await findModuleFile(directory, splitHandler(handler).module);
  return file === null
    ? null
    : `Node.js cannot read ${file}: try node --check ${path.join(directory, file)}.`;
}

async function callbackHandler(): Promise<string> {
  return (
    'From nodejs24.x on Lambda refuses handlers with a callback (a third parameter): return the ' +
    'value from an async function instead.'
  );
}

async function timedOut(_: FailurePayload, { timeoutSeconds }: FailedFunction): Promise<string> {
  return (
    `The function had ${timeoutSeconds} s. If it needs more, give --timeout (at most 900); ` +
    'if not, it waits for something: an unresolved promise, a host it cannot reach.'
  );
}

async function outOfMemory(_: FailurePayload, { memorySizeMb }: FailedFunction): Promise<string> {
  return `The function had ${memorySizeMb} MB. If it needs more, give --memory (at most 10240).`;
}

/** `src/app.main` → `src/app` and `main`. */
function splitHandler(handler: string): { readonly module: string; readonly name: string } {
  const at = handler.lastIndexOf('.');
  return at < 0
    ? { module: handler, name: 'handler' }
    : { module: handler.slice(0, at), name: handler.slice(at + 1) };
}

/** The file that Node's runtime client would load, in its order. */
async function findModuleFile(directory: string, module: string): Promise<string | null> {
  for (const extension of ['', '.js', '.mjs', '.cjs']) {
    const file = `${module}${extension}`;
    const isFile = await readText(path.join(directory, file)).then(
      () => true,
      () => false,
    );
    if (isFile) return file;
  }
  return null;
}

function readText(file: string): Promise<string> {
  return readFile(file, 'utf8');
}
