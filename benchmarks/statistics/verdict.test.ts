import { describe, expect, it } from 'vitest';
import { judge, verdictOf } from './verdict.ts';

describe('a verdict', () => {
  const interval = (low: number, high: number) => ({ low, middle: (low + high) / 2, high });

  it('falls only where the interval excludes the contrary', () => {
    expect(judge(interval(0.8, 0.9), 0.9)).toBe('holds');
    expect(judge(interval(0.8, 0.91), 0.9)).toBe('undecided');
    expect(judge(interval(0.9, 1), 0.9)).toBe('undecided');
    expect(judge(interval(0.91, 1), 0.9)).toBe('missed');
  });

  it('of a run is the worst that is certain', () => {
    expect(verdictOf(['holds', 'holds'])).toBe('holds');
    expect(verdictOf(['holds', 'undecided'])).toBe('undecided');
    expect(verdictOf(['undecided', 'missed'])).toBe('missed');
    expect(verdictOf([])).toBe('holds');
  });
});
