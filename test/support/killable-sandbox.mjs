import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { createSandbox } from '../../dist/index.js';

// A program for tests that end it with SIGKILL: `killable-sandbox.mjs init|event|frozen` brings an
// environment to that moment, writes `there` to stdout and stays until it is ended. Plain
// JavaScript and the build: Node strips types with WebAssembly, on which V8 ends itself where a
// processor is emulated (scripts/test-vm).
const moments = {
  init: { scenario: 'load-errors', handler: 'hangs.handler', event: {} },
  event: { scenario: 'state', handler: 'index.handler', event: { action: 'hang' } },
  frozen: { scenario: 'echo', handler: 'index.handler', event: {} },
};

const moment = process.argv[2];
const { scenario, handler, event } = moments[moment];
const say = () => process.stdout.write('there\n');

const sandbox = await createSandbox();
const lambda = await sandbox.createFunction({
  code: fileURLToPath(new URL(`../functions/${scenario}/nodejs`, import.meta.url)),
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
