import { expect, test } from 'vitest';
import { createPaint } from '../../../src/cli/paint.ts';
import { formatTimeline } from '../../../src/cli/print-timeline.ts';
import { createScriptedFunction } from '../../support/scripted-function.ts';

const own = { emulated: false };
const result = await createScriptedFunction().invoke({});

test('one line a phase, each group named once, bars to scale', () => {
  const [headline, ...lines] = formatTimeline(result, createPaint(false), own)
    .trimEnd()
    .split('\n');
  expect(headline).toBe(
    'cold start (first)  answered after 195.50 ms, idle again after 200.00 ms  environment e-1',
  );
  expect(lines).toHaveLength(result.timeline.phases.length);
  expect(lines.filter((line) => line.includes('allocation'))).toHaveLength(1);
  const bars = lines.map((line) => line.slice(line.lastIndexOf('ms') + 2));
  expect(bars[2]).toMatch(/^ {7}█{13}$/);
  expect(bars[0]).toMatch(/▏$/);
  for (const line of lines) expect(line.length).toBeLessThanOrEqual(100);
});

test('colours only where they are wanted', () => {
  expect(formatTimeline(result, createPaint(false), own)).not.toContain('\u001b[');
  expect(formatTimeline(result, createPaint(true), own)).toContain('\u001b[');
});

test('one that was emulated says that its times are not comparable', () => {
  const [, remark] = formatTimeline(result, createPaint(false), { emulated: true }).split('\n');
  expect(remark).toBe('  emulated: timings not comparable');
});

test('what ran while all was to be frozen is said', () => {
  const processorTime = { usedMs: 1, throttledMs: 0, ranWhileFrozenMs: 12 };
  const [, remark] = formatTimeline({ ...result, processorTime }, createPaint(false), own).split(
    '\n',
  );
  expect(remark).toBe('  processes ran for 12.00 ms while frozen');
});
