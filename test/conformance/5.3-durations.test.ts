import { beforeAll, expect, test } from 'vitest';
import { functionCode } from './harness/function-code.ts';
import { logTailOf } from './harness/log-tail.ts';
import { probeCode, probeExtensions } from './harness/probe.ts';
import { parseReport, type ReportFigures } from './harness/report-line.ts';
import type { DeployedFunction } from './harness/target.ts';
import { useTarget } from './harness/use-target.ts';

const target = useTarget();
const code = functionCode('node-logs');
let cold: ReportFigures;
let warm: ReportFigures;
let repeated: ReportFigures;
let tailed: DeployedFunction;
let extended: DeployedFunction;

beforeAll(async () => {
  const node = { runtime: 'nodejs24.x', code, timeoutSeconds: 20 } as const;
  const [slow, once, ...others] = await Promise.all([
    target.deploy({ ...node, name: 'slow', handler: 'slow.handler' }),
    target.deploy({ ...node, name: 'once', handler: 'once.handler' }),
    target.deploy({ ...node, name: 'tailed' }),
    target.deploy({
      name: 'extended',
      runtime: 'provided.al2023',
      code: await probeCode(),
      layer: await probeExtensions({
        late: { register: { events: ['INVOKE'] }, invoke: [{ sleepMs: 300 }] },
      }),
    }),
  ]);
  [tailed, extended] = others;
  cold = await reportOf(slow);
  warm = await reportOf(slow);
  repeated = await reportOf(once);
});

async function reportOf(asked: DeployedFunction, event: unknown = {}): Promise<ReportFigures> {
  return parseReport((await asked.logOf(await asked.invoke(event))).at(-1));
}

test('5.3-1 Duration covers extensions, and an init inside the event', async () => {
  const { durationMs } = await reportOf(extended, { steps: [] });
  expect(durationMs).toBeGreaterThanOrEqual(300);
  expect(repeated.durationMs).toBeGreaterThanOrEqual(200);
  expect(repeated.initMs).toBeNull();
});

test('5.3-1 Duration of a timeout is the timeout', async () => {
  const late = await target.deploy({
    name: 'late',
    runtime: 'nodejs24.x',
    code,
    timeoutSeconds: 2,
  });
  expect(await reportOf(late, { action: 'wait', ms: 60_000 })).toMatchObject({ durationMs: 2_000 });
});

test('5.3-2 Init Duration is the whole init, said with the first event alone', () => {
  expect(cold.initMs).toBeGreaterThanOrEqual(300);
  expect(warm.initMs).toBeNull();
});

test('5.3-3 billed is the sum rounded up: with init, without, at least 1 ms', () => {
  for (const { durationMs, initMs, billedMs } of [cold, warm, repeated]) {
    // The line has two decimals, so the sum is known to a hundredth.
    const sumMs = durationMs + (initMs ?? 0);
    expect(billedMs).toBeGreaterThanOrEqual(Math.max(1, Math.ceil(sumMs - 0.011)));
    expect(billedMs).toBeLessThanOrEqual(Math.max(1, Math.ceil(sumMs + 0.011)));
  }
});

const tail = { headers: { 'X-Amz-Log-Type': 'Tail' } };

test('5.4-1 the tail is the log from START to REPORT, its last 4,096 bytes', async () => {
  const first = await tailed.invoke({ action: 'levels' }, tail);
  const lines = await tailed.logOf(first);
  expect(lines[0]).toMatch(/^INIT_START/);
  expect(logTailOf(first.headers)).toBe(
    lines
      .slice(1)
      .map((line) => `${line}\n`)
      .join(''),
  );
  const long = await tailed.invoke({ action: 'long', lines: 200 }, tail);
  const whole = (await tailed.logOf(long)).map((line) => `${line}\n`).join('');
  expect(whole.length).toBeGreaterThan(4_096);
  expect(logTailOf(long.headers)).toBe(whole.slice(-4_096));
  expect((await tailed.invoke({ action: 'nothing' })).headers['x-amz-log-result']).toBeUndefined();
});
