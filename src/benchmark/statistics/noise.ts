import type { Interval } from './median-interval.ts';

/** How far from 1 the ratio of a contender to itself may lie: what a calm machine stays within. */
export const controlTolerance = 0.1;

/** Whether the reference, entered twice, differs from itself by more than a claim can bear. */
export function isTooNoisy(control: Interval): boolean {
  return control.low < 1 - controlTolerance || control.high > 1 + controlTolerance;
}
