import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync } from 'node:zlib';
import { LamboxError } from '../../errors.ts';
import type { FunctionOptions } from '../../function-options.ts';
import { variablesBytes } from '../../lambda/environment-variables.ts';
import { limits } from '../../lambda/limits.ts';
import { findRuntime } from '../../lambda/runtimes.ts';
import type { LambdaFunction } from '../../lambda-function.ts';

const folder = new URL('../../../images/import-probe/', import.meta.url);

/** What the function was found to be; its image may be anybody's. */
export type Probed = Pick<LambdaFunction, 'configuration' | 'package'>;

/**
 * The function's options with that which makes its runtime say what its imports cost: variables,
 * which reach every packaging, and where there can be layers, one for Python's own module.
 * @throws LamboxError `InvalidOption` for a runtime whose imports cannot be measured, and where
 * the function's own variables leave no room
 */
export function probedOptions(options: FunctionOptions, lambda: Probed): FunctionOptions {
  const { runtime } = lambda.configuration;
  const family = runtime === null ? null : (findRuntime(runtime)?.family ?? null);
  if (family !== null && family !== 'nodejs' && family !== 'python') throw unmeasurable(runtime);
  const { layers = [], loggingConfig: _plain, ...others } = options;
  const variables = {
    ...options.variables,
    ...(family !== 'python' && nodeVariables(options, lambda)),
    ...(family !== 'nodejs' && { PYTHONPROFILEIMPORTTIME: '1' }),
  };
  checkRoom(options.variables ?? {}, variables);
  const isLayered = family === 'python' && layers.length < limits.layersMax;
  // First, so that nothing of the function's own is covered by it.
  const all = isLayered ? [fileURLToPath(new URL('layer', folder)), ...layers] : layers;
  return { ...others, variables, ...(all.length > 0 && { layers: all }) };
}

function nodeVariables({ variables = {} }: FunctionOptions, lambda: Probed) {
  const { NODE_OPTIONS: own = '' } = { ...lambda.package.image.environmentVariables, ...variables };
  return { NODE_OPTIONS: `${own} --import=${nodeProbe()}`.trimStart() };
}

/** The probe as an address that is its own content, compressed: variables have 4 KB. */
function nodeProbe(): string {
  const text = readFileSync(new URL('node.mjs', folder), 'utf8').replaceAll(/^ *\/[/*].*\n/gm, '');
  const packed = brotliCompressSync(text).toString('base64');
  const unpacking =
    "import{brotliDecompressSync as d}from'node:zlib';await import('data:text/javascript;base64,'" +
    `+d(Buffer.from('${packed}','base64')).toString('base64'))`;
  return `data:text/javascript,${encodeURIComponent(unpacking)}`;
}

function checkRoom(
  own: Readonly<Record<string, string>>,
  all: Readonly<Record<string, string>>,
): void {
  const { variablesBytesMax } = limits;
  if (variablesBytes(all) <= variablesBytesMax) return;
  const needed = variablesBytes(all) - variablesBytes(own);
  throw new LamboxError(
    'InvalidOption',
    `--imports needs ${needed} of the ${variablesBytesMax} bytes that a function's variables may ` +
      `have, and its own have ${variablesBytes(own)}`,
    { remedy: 'Leave some out of this run, where its init does not need them.' },
  );
}

function unmeasurable(runtime: string | null): LamboxError {
  return new LamboxError('InvalidOption', `--imports does not know the modules of ${runtime}`, {
    remedy:
      'It measures functions of Node.js and Python. Leave it out: bench measures the whole init ' +
      'of any runtime.',
  });
}
