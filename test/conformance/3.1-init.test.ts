import { beforeAll, expect, test } from 'vitest';
import { probe, probeCode, runtimeApi, type Step } from './harness/probe.ts';
import type { DeployedFunction, InvokeAnswer } from './harness/target.ts';
import { useTarget } from './harness/use-target.ts';

const target = useTarget();
const runtime = 'provided.al2023';

interface Failed {
  readonly deployed: DeployedFunction;
  readonly answer: InvokeAnswer;
  readonly log: readonly string[];
}

async function failsInit(name: string, init: readonly Step[], timeoutSeconds = 3): Promise<Failed> {
  const code = await probeCode(init);
  const deployed = await target.deploy({ name, runtime, code, timeoutSeconds });
  const answer = await deployed.invoke();
  return { deployed, answer, log: await deployed.logOf(answer) };
}

let exits: Failed;
let hangs: Failed;
let hangsWithError: Failed;

beforeAll(async () => {
  const error = runtimeApi.initError('{"errorType":"Own"}');
  const hang = { sleepMs: 3_600_000 };
  [hangs, hangsWithError, exits] = await Promise.all([
    failsInit('hangs', [{ print: 'began\n' }, hang]),
    failsInit('hangs-with-error', [error, hang]),
    failsInit('exits', [{ print: 'began\n' }, { exit: 7 }]),
  ]);
});

const initReports = ({ log }: Failed) => log.filter((text) => text.startsWith('INIT_REPORT'));
const durationOf = (text: string | undefined) =>
  Number(/Init Duration: ([\d.]+) ms/.exec(text ?? '')?.[1]);

test('3.1-2 the runtime runs in its folder, in a group of its own', async () => {
  const code = await probeCode();
  const deployed = await target.deploy({ name: 'process', runtime, code });
  const { seen } = await probe(deployed, [{ read: 'init.json' }, { read: '/proc/self/stat' }]);
  expect(seen[0]?.error).toBeUndefined();
  const [pid, , , , group] = (seen[1]?.body ?? '').split(' ');
  expect(group).toBe(pid);
});

test('3.1-6 init has 10 s, then it is repeated inside the event with its timeout', () => {
  const [first] = initReports(hangs);
  expect(durationOf(first)).toBeGreaterThan(9_900);
  expect(durationOf(first)).toBeLessThan(11_000);
  expect(first).toMatch(/\tPhase: init\tStatus: timeout$/);
  expect(hangs.log.filter((text) => text === 'began')).toHaveLength(2);
  expect(hangs.answer.tookMs).toBeGreaterThan(12_900);
  expect(hangs.log.at(-1)).toContain('\tDuration: 3000.00 ms\t');
});

test('C-6 an init that never ends is a plain timeout', () => {
  const { answer } = hangs;
  expect(JSON.parse(answer.body)).toEqual({
    errorType: 'Sandbox.Timedout',
    errorMessage: `RequestId: ${answer.requestId} Error: Task timed out after 3.00 seconds`,
  });
});

test('1.6-10 an init error alone does not end init', () => {
  const [first] = initReports(hangsWithError);
  expect(durationOf(first)).toBeGreaterThan(9_900);
});

test('3.1-8 a failed init is repeated inside the event, and is its answer', () => {
  const { log, answer } = exits;
  expect(log.filter((text) => text === 'began')).toHaveLength(2);
  expect(JSON.parse(answer.body).errorType).toBe('Runtime.ExitError');
  expect(log.at(-1)).not.toContain('Init Duration');
});

test('3.1-8 an init that succeeds the second time serves the event, in its Duration', async () => {
  const code = {
    'index.mjs': `import fs from 'node:fs';
      if (!fs.existsSync('/tmp/second')) {
        fs.writeFileSync('/tmp/second', '');
        process.exit(1);
      }
      await new Promise((resolve) => setTimeout(resolve, 400));
      export const handler = async () => 'served';`,
  };
  const deployed = await target.deploy({ name: 'second-try', runtime: 'nodejs24.x', code });
  const answer = await deployed.invoke();
  expect(answer.body).toBe('"served"');
  const report = (await deployed.logOf(answer)).at(-1);
  expect(report).not.toContain('Init Duration');
  expect(Number(/Duration: ([\d.]+) ms/.exec(report ?? '')?.[1])).toBeGreaterThan(400);
});

test('3.1-9 each failed try has a report', () => {
  const [first, second, ...more] = initReports(exits);
  expect(first).toMatch(/\tPhase: init\tStatus: error\tError Type: Runtime\.ExitError$/);
  expect(second).toMatch(/\tPhase: invoke\tStatus: error\tError Type: Runtime\.ExitError$/);
  expect(more).toEqual([]);
});

test('C-27 an exit with 0 has the same words in init and in an event', async () => {
  const init = await failsInit('exits-with-0', [{ exit: 0 }]);
  const deployed = await target.deploy({ name: 'ends-with-0', runtime, code: await probeCode() });
  const event = await deployed.invoke({ steps: [{ exit: 0 }] });
  for (const { body, requestId } of [init.answer, event]) {
    const errorMessage = `RequestId: ${requestId} Error: Runtime exited without providing a reason`;
    expect(JSON.parse(body)).toEqual({ errorType: 'Runtime.ExitError', errorMessage });
  }
});
