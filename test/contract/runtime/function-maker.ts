import type { FunctionOptions } from '../../../src/function-options.ts';
import type { Runtime } from '../../../src/lambda/runtime.ts';
import { functionDirectory } from '../../support/function-directory.ts';
import type { TestFunction, TestSandbox } from '../../support/test-sandbox.ts';

/**
 * Creates a function of a scenario on the runtime under test. What a scenario's handler does is the
 * same in every language: the suites of this folder call it.
 */
export type FunctionMaker = (
  scenario: string,
  options?: Partial<FunctionOptions>,
) => Promise<TestFunction>;

/** Functions of `test/functions/<scenario>/<family>`. */
export function functionMaker(sandbox: TestSandbox, runtime: Runtime): FunctionMaker {
  return (scenario, options = {}) =>
    sandbox.create(scenario, {
      code: functionDirectory(scenario, runtime.family),
      runtime: runtime.identifier,
      ...options,
    });
}

/** Functions of one program that has every scenario, and is told which by its handler string. */
export function programFunctionMaker(
  sandbox: TestSandbox,
  { identifier }: Runtime,
  directory: () => string,
): FunctionMaker {
  return (scenario, options = {}) =>
    sandbox.create(scenario, {
      code: directory(),
      runtime: identifier,
      handler: scenario,
      ...options,
    });
}
