import process from 'node:process';
import { createSandbox } from '../../src/sandbox.ts';
import { functionDirectory } from './function-directory.ts';

// A program for tests that end it with SIGKILL: `killable-sandbox.ts init|event|frozen` brings an
// environment to that moment, writes `there` to stdout and stays until it is ended.
const moments = {
  init: { scenario: 'load-errors', handler: 'hangs.handler', event: {} },
  event: { scenario: 'state', handler: 'index.handler', event: { action: 'hang' } },
  frozen: { scenario: 'echo', handler: 'index.handler', event: {} },
} as const;

const moment = process.argv[2] as keyof typeof moments;
const { scenario, handler, event } = moments[moment];
const say = () => process.stdout.write('there\n');

const sandbox = await createSandbox();
const lambda = await sandbox.createFunction({
  code: functionDirectory(scenario),
  runtime: 'nodejs24.x',
  handler,
  memorySizeMb: 1769,
  timeoutSeconds: 60,
  // Both functions that hang write a line at the end of their module code, or just before it.
  onLog: ({ text }) => {
    const arrived = moment === 'init' ? /module code hangs/ : /^START/;
    if (moment !== 'frozen' && arrived.test(text)) say();
  },
});
await lambda.invoke(event);
say();
// Keeps the process when nothing else does: a frozen environment needs no timer.
setInterval(() => undefined, 60_000);
