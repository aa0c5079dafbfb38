import type { FunctionOptions } from '../../src/function-options.ts';
import type { Runtime } from '../../src/lambda/runtime.ts';
import { functionDirectory } from './function-directory.ts';

/** What a function of `test/functions/<scenario>/python` is created with. */
export function pythonFunction(scenario: string, { identifier }: Runtime) {
  return {
    code: functionDirectory(scenario, 'python'),
    runtime: identifier,
    handler: 'index.handler',
    // A busy machine is no failure.
    timeoutSeconds: 30,
  } satisfies Partial<FunctionOptions>;
}
