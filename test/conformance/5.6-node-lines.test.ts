import { beforeAll, expect, test } from 'vitest';
import { functionCode } from './harness/function-code.ts';
import type { DeployedFunction } from './harness/target.ts';
import { useTarget } from './harness/use-target.ts';

const target = useTarget();
let deployed: DeployedFunction;

beforeAll(async () => {
  deployed = await target.deploy({
    ...{
      name: 'lines',
      runtime: 'nodejs24.x',
      code: functionCode('node-logs'),
      timeoutSeconds: 20,
    },
  });
});

/** What the function itself logs of one event, and the event's id. */
async function linesOf(action: string) {
  const answer = await deployed.invoke({ action });
  const lines = await deployed.logOf(answer);
  const start = lines.findIndex((line) => line.startsWith('START'));
  return { lines: lines.slice(start + 1, -2), id: answer.requestId };
}

const stamp = '\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z';

test('5.6-1 a line of Node.js has time, request id, level and message', async () => {
  const { lines, id } = await linesOf('levels');
  const levels = ['TRACE', 'DEBUG', 'INFO', 'INFO', 'WARN', 'ERROR', 'FATAL'];
  const names = ['trace', 'debug', 'info', 'log', 'warn', 'error', 'fatal'];
  expect(lines).toHaveLength(7);
  for (const [at, line] of lines.entries()) {
    expect(line).toMatch(new RegExp(`^${stamp}\t${id}\t${levels[at]}\tby ${names[at]}$`));
  }
});

test('5.6-1 a handler that fails has one line with its error as JSON', async () => {
  const { lines, id } = await linesOf('throw');
  expect(lines).toHaveLength(1);
  const [, json = ''] =
    new RegExp(`^${stamp}\t${id}\tERROR\tInvoke Error \t(.*)$`).exec(lines[0] ?? '') ?? [];
  const { errorType, errorMessage, stack } = JSON.parse(json);
  expect([errorType, errorMessage, stack[0]]).toEqual([
    'RangeError',
    'thrown',
    'RangeError: thrown',
  ]);
});

test.fails('5.6-1 what nobody catches has a line with its error as JSON', async () => {
  const { lines } = await linesOf('uncaught');
  expect(lines.join('\n')).toMatch(/\tERROR\tUncaught Exception \t{/);
});
