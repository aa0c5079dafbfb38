import { expect, it } from 'vitest';
import { sampledTrace, traceHeader } from '../../../src/lambda/trace-ids.ts';

const digits = (count: number) => 'abcdef0123456789'.repeat(2).slice(0, count);
const epochMs = 0x67891011 * 1000 + 999;
const fresh = 'Root=1-67891011-abcdef0123456789abcdef01;Parent=abcdef0123456789;Sampled=0';
const root = 'Root=1-5759e988-bd862e3fe1be46a994272793';

it('makes one from the date and random digits', () => {
  expect(traceHeader(null, epochMs, digits)).toBe(fresh);
});

it.each(['', 'nonsense', 'Root=1-xyz;Parent=53995c3f42cd8ad8', 'Sampled=1'])(
  'replaces %j, which has no root',
  (given) => {
    expect(traceHeader(given, epochMs, digits)).toBe(fresh);
  },
);

it('keeps what the caller says and adds what is left out', () => {
  const whole = `${root};Parent=53995c3f42cd8ad8;Sampled=1`;
  expect(traceHeader(whole, epochMs, digits)).toBe(whole);
  expect(traceHeader(`Sampled=?; ${root}`, epochMs, digits)).toBe(
    `${root};Parent=abcdef0123456789;Sampled=0`,
  );
});

it('has a trace for the log only where it is kept', () => {
  const header = `${root};Parent=53995c3f42cd8ad8;Sampled=1`;
  expect(sampledTrace(header)).toEqual({
    header,
    traceId: '1-5759e988-bd862e3fe1be46a994272793',
    segmentId: '53995c3f42cd8ad8',
  });
  expect(sampledTrace(fresh)).toBeNull();
});
