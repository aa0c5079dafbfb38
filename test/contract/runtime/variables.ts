import { expect, it } from 'vitest';
import type { Runtime } from '../../../src/lambda/runtime.ts';
import {
  expectedVariables,
  functionOfExpectedVariables,
  readExpectedVariables,
} from '../../support/expected-variables.ts';
import { functionLines } from '../../support/function-lines.ts';
import { platformError } from '../../support/platform-error.ts';
import type { FunctionMaker } from './function-maker.ts';

/** The variables of a process, against the runtime's committed file. Scenario `environment`. */
export function testVariables(make: FunctionMaker, runtime: Runtime): void {
  const expected = `test/functions/environment/expected/${runtime.identifier}.json`;

  it(`the process has the variables of ${expected}, and no other`, async () => {
    await using tested = await make('environment', functionOfExpectedVariables);
    const { payload } = await tested.invoke();
    expect(payload).toEqual(expectedVariables(await readExpectedVariables(runtime.identifier)));
  });

  it('a variable that may be replaced is as the customer set it', async () => {
    const variables = { TZ: 'Europe/Berlin', LANG: 'de_DE.UTF-8', PATH: '/usr/bin:/bin' };
    await using tested = await make('environment', { variables });
    const { payload } = await tested.invoke();
    expect(payload).toMatchObject(variables);
    // And nothing of ours.
    for (const name of ['HOME', 'HOSTNAME', 'USER', 'DOCKER_HOST', 'LAMBOX_CHANNEL', 'VITEST']) {
      expect(payload).not.toHaveProperty(name);
    }
  });
}

/** Where a bootstrap starts the runtime: `AWS_LAMBDA_EXEC_WRAPPER`. Scenario `environment`. */
export function testWrapper(make: FunctionMaker, program: string): void {
  it('a wrapper script gets the command line, and what it sets is there', async () => {
    const variables = { AWS_LAMBDA_EXEC_WRAPPER: '/var/task/wrapper' };
    await using tested = await make('environment', { variables });
    expect((await tested.invoke()).payload).toMatchObject({ WRAPPED: program });
  });

  it('where the wrapper is missing the runtime exits with 127', async () => {
    const variables = { AWS_LAMBDA_EXEC_WRAPPER: '/var/task/nowhere' };
    await using tested = await make('environment', { variables });
    const result = await tested.invoke();
    expect(functionLines(result)).toContain('/var/task/nowhere: does not exist');
    expect(result.payload).toEqual(
      platformError(result, 'Runtime.ExitError', 'Runtime exited with error: exit status 127'),
    );
  });
}
