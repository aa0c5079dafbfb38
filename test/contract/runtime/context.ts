import { afterAll, beforeAll, expect, it } from 'vitest';
import type { InvocationResult } from '../../../src/invocation/invocation-result.ts';
import type { TestFunction } from '../../support/test-sandbox.ts';
import type { FunctionMaker } from './function-maker.ts';

/** As AWS's mobile SDK says it. */
export const mobileClient = {
  installation_id: 'i-1',
  app_title: 'über',
  app_version_name: '1.0',
  app_version_code: '10',
  app_package_name: 'com.example',
};

/** What an event was sent with; a client has its own names and places for it. */
export const sent = {
  traceId: 'Root=1-67891233-abcdef012345678912345678;Parent=53995c3f42cd8ad8;Sampled=1',
  invokedFunctionArn: 'arn:aws:lambda:eu-west-1:123456789012:function:context-test:live',
  clientContext: { client: mobileClient, custom: { a: 'b' }, env: { c: 'd' } },
  cognitoIdentity: { identityId: 'eu-west-1:identity', identityPoolId: 'eu-west-1:pool' },
};

/** Of the function that gets it. */
export const sentTo = { functionName: 'context-test', region: 'eu-west-1', memorySizeMb: 256 };

/** For `expect`: the name of an environment's own log stream. */
export const logStreamName = expect.stringMatching(/^\d{4}\/\d\d\/\d\d\/\[\$LATEST\][0-9a-f]{32}$/);

/** What clients make of it. */
export interface ContextShape {
  /** The answer to `{"action":"fields"}` after `sent` went to `sentTo`. */
  full(result: InvocationResult): unknown;
  /** Part of the answer where nothing was sent; `arn` is the function's own. */
  plain(arn: string): unknown;
  /** Another title, where the client refuses a header beyond ASCII. */
  readonly appTitle?: string;
}

/** What a handler learns of its event. Scenario `context`. */
export function testContext(make: FunctionMaker, shape: ContextShape): void {
  const { full, plain, appTitle = mobileClient.app_title } = shape;
  let tested: TestFunction;
  beforeAll(async () => {
    tested = await make('context', { ...sentTo, timeoutSeconds: 30 });
  });
  afterAll(() => tested?.[Symbol.asyncDispose]());

  it('the context holds every field', async () => {
    const client = { ...mobileClient, app_title: appTitle };
    const clientContext = JSON.stringify({ ...sent.clientContext, client });
    const result = await tested.invoke({ action: 'fields' }, { ...sent, clientContext });
    expect(result.payload).toEqual(full(result));
  });

  it('the context has no client, no identity and its own ARN where nothing is sent', async () => {
    const arn = tested.lambda.functionArn;
    expect(arn).toBe('arn:aws:lambda:eu-west-1:000000000000:function:context-test');
    expect((await tested.invoke({ action: 'fields' })).payload).toMatchObject(plain(arn) as object);
  });

  it('the remaining time counts down from the timeout', async () => {
    const { payload } = await tested.invoke({ action: 'remaining' });
    const { first, second } = payload as { readonly first: number; readonly second: number };
    expect(first).toBeGreaterThan(0);
    expect(first).toBeLessThanOrEqual(30_000);
    // 50 ms are between the two; a timer may be early by one, and late by more.
    expect(first - second).toBeGreaterThanOrEqual(49);
  });
}
