import { expect, it } from 'vitest';
import { createPaint } from '../../../src/cli/paint.ts';
import { formatLimits } from '../../../src/cli/print-limits.ts';
import type { LimitUse } from '../../../src/invocation/limit-uses.ts';

const uses: readonly LimitUse[] = [
  { name: 'duration', used: 2_700, limit: 3_000, unit: 'ms' },
  { name: 'tmp', used: 419_430_400, limit: 536_870_912, unit: 'bytes' },
  { name: 'event', used: 2, limit: 6_291_456, unit: 'bytes' },
  { name: 'variables', used: 2_048, limit: 4_096, unit: 'bytes' },
  { name: 'threads', used: null, limit: 1_024, unit: 'count' },
];

it('is a table of used, limit and share', () => {
  expect(formatLimits(uses, createPaint(false))).toBe(
    [
      '  limits               used         limit',
      '  duration       2700.00 ms    3000.00 ms   90.0 %',
      '  tmp              400.0 MB      512.0 MB   78.1 %',
      '  event             2 bytes        6.0 MB    0.0 %',
      '  variables          2.0 KB        4.0 KB   50.0 %',
      '  threads           unknown          1024        –',
      '',
    ].join('\n'),
  );
});

it('marks what comes close, in colour where there is any', () => {
  const lines = formatLimits(uses, createPaint(true)).split('\n');
  const isMarked = (name: string) =>
    lines.find((line) => line.includes(name))?.startsWith('\u001b[33m');
  expect(isMarked('duration')).toBe(true);
  expect(isMarked('variables')).toBe(false);
});
