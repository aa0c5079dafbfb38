import type { Comparison, Finding } from './comparison.ts';
import type { Interval } from './statistics/median-interval.ts';

/** Milliseconds with as many places as the size is worth; `–` where there are too few samples. */
export function formatMs(ms: number | null): string {
  if (ms === null || Number.isNaN(ms)) return '–';
  if (ms >= 1_000) return Math.round(ms).toLocaleString('en');
  return ms.toFixed(ms >= 100 ? 0 : ms >= 10 ? 1 : 2);
}

/** A number and its unit stay on one line. */
export function withUnitsKept(text: string): string {
  return text.replaceAll(/(\d) (MB\b|ms\b|%)/g, '$1\u00a0$2');
}

/** `0.97 [0.94–1.01]`: the middle and where it would lie in 95 of 100 runs like this one. */
export function formatRatio({ middle, low, high }: Interval): string {
  return `${middle.toFixed(2)} [${low.toFixed(2)}–${high.toFixed(2)}]`;
}

const findings: Readonly<Record<Finding, string>> = {
  faster: 'faster',
  slower: 'slower',
  noDifference: 'no difference found',
  tooNoisy: 'too noisy to tell',
};

export function formatFinding({ finding }: Pick<Comparison, 'finding'>): string {
  return findings[finding];
}
