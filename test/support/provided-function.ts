import type { FunctionOptions } from '../../src/function-options.ts';
import { functionDirectory } from './function-directory.ts';
import { buildGoProgram } from './go-toolchain.ts';
import { TemporaryDirectory } from './temporary-directory.ts';

/** Options of a function that brings its own program: `test/functions/<scenario>/provided`. */
export function provided(
  scenario: string,
  options: Partial<FunctionOptions> = {},
): Partial<FunctionOptions> {
  const code = functionDirectory(scenario, 'provided');
  return { code, runtime: 'provided.al2023', handler: 'bootstrap', ...options };
}

/** A directory with the scenario's Go program as `bootstrap`, removed when disposed. */
export async function buildGoFunction(scenario: string): Promise<TemporaryDirectory> {
  const directory = new TemporaryDirectory();
  const source = functionDirectory(scenario, 'provided');
  await buildGoProgram(source, directory.join('bootstrap'));
  return directory;
}
