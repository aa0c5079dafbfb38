import { expect, it } from 'vitest';
import type { InitEnd } from '../../../src/environment/serve-observer.ts';
import { loggedFunction } from '../../../src/invocation/logged-function.ts';
import { createTextLogFormat } from '../../../src/invocation/text-log-format.ts';
import type { FunctionConfigurationInput } from '../../../src/lambda/resolve-function-configuration.ts';
import { functionVersion } from '../../support/function-version.ts';

function format(members: Partial<FunctionConfigurationInput> = {}) {
  return createTextLogFormat({
    logged: loggedFunction(functionVersion(members)),
    requestId: 'r-1',
    functionArn: 'arn:f',
    logStreamName: 's',
    trace: null,
    epochOf: () => 0,
  });
}

const launchFailed: InitEnd = {
  phase: 'init',
  status: 'error',
  durationMs: 3,
  errorType: 'Runtime.InvalidEntrypoint',
  message: 'fork/exec /app: exec format error',
  extensions: [],
  atMs: 5,
};

it('names the runtime of a zip function once, when its init begins', () => {
  const start = 'INIT_START Runtime Version: nodejs:24.1111\tRuntime Version ARN: ';
  const arn = 'arn:aws:lambda:us-east-1::runtime:1111';
  expect(format().initStarted({ phase: 'init', atMs: 0 })).toEqual([start + arn]);
  expect(format().initStarted({ phase: 'invoke', atMs: 0 })).toEqual([]);
  const image = format({ packageType: 'Image' });
  expect(image.initStarted({ phase: 'init', atMs: 0 })).toEqual([]);
});

it('says of an image what could not be started, ahead of the report of its init', () => {
  const imageConfig = { entryPoint: ['/app'], command: null, workingDirectory: '/srv' };
  const image = format({ packageType: 'Image', imageConfig });
  const report =
    'INIT_REPORT Init Duration: 3.00 ms\tPhase: init\tStatus: error\t' +
    'Error Type: Runtime.InvalidEntrypoint';
  expect(image.initEnded(launchFailed)).toEqual([
    'IMAGE\tLaunch error: fork/exec /app: exec format error\tEntrypoint: [/app]\t' +
      'Cmd: [app.handler]\tWorkingDir: [/srv]',
    report,
  ]);
  expect(format().initEnded(launchFailed)).toEqual([report]);
});

it('says what was left out', () => {
  const dropped = { records: 0, bytes: 12, reason: 'no frame', atMs: 1 };
  expect(format().dropped(dropped)).toEqual([
    'lambox: 0 records and 12 bytes of the log are left out here: no frame',
  ]);
});
