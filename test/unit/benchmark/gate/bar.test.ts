import { expect, test } from 'vitest';
import { parseBar } from '../../../../src/benchmark/gate/bar.ts';

test.each([
  ['init.p90>+10%', 'cold.init.p90>+10%', { kind: 'ratio', ratio: 1.1 }],
  ['cold.answered.p50 > 800ms', 'cold.answered.p50>800ms', { kind: 'ms', ms: 800 }],
  ['warm.duration.p99>1.5s', 'warm.duration.p99>1.5s', { kind: 'ms', ms: 1_500 }],
  ['allocation.p50>+0%', 'cold.allocation.p50>+0%', { kind: 'ratio', ratio: 1 }],
])('%s', (text, name, limit) => {
  const bar = parseBar(text);
  expect(bar).toMatchObject({ text: name, limit });
  expect(name).toBe(`${bar.metric.name}.${bar.percentile}>${name.split('>')[1]}`);
});

test.each([
  ['init.p90', 'expected a metric, one > and a limit', 'Quote it for your shell'],
  ['init.p90>>5ms', 'expected a metric, one >', 'Quote'],
  ['answered.p50>5ms', 'could be cold.answered or warm.answered', 'whole name'],
  ['inti.p50>5ms', 'there is no metric "inti"', 'Did you mean init?'],
  ['init>5ms', 'expected one of p50, p90, p99', 'cold.init.p50>5ms'],
  ['init.p95>5ms', 'expected one of p50, p90, p99', 'cold.init.p50>5ms'],
  ['init.p50>10%', 'the limit "10%" is neither', '+10%'],
  ['init.p50>5', 'the limit "5" is neither', '250ms'],
  ['init.p50>0ms', 'the limit "0ms" is neither', '250ms'],
])('%s is refused: %s', (text, problem, remedy) => {
  expect(() => parseBar(text)).toThrow(
    expect.objectContaining({
      code: 'InvalidOption',
      message: expect.stringContaining(problem),
      remedy: expect.stringContaining(remedy),
    }),
  );
  expect(() => parseBar(text)).toThrow(`--fail-on ${text}:`);
});
