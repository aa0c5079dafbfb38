import type { Busyness, Conditions } from '../conditions.ts';
import type { Contender } from '../contender.ts';
import type { ArrivalRate } from './arrival-schedule.ts';
import type { LoadEvent } from './load-event.ts';
import { type LoadResult, loadResult } from './load-result.ts';

/** Everything that a report of load says. */
export interface LoadReport {
  /** ISO 8601, UTC. */
  readonly date: string;
  readonly command: string;
  readonly conditions: Conditions;
  readonly before: Busyness;
  readonly after: Busyness;
  readonly rate: ArrivalRate;
  readonly contenders: readonly Contender[];
  readonly complete: boolean;
  readonly events: readonly LoadEvent[];
  readonly results: readonly LoadResult[];
  /** Names of contenders whose processor was emulated: no time is comparable then. */
  readonly emulated: readonly string[];
}

export function loadReport(facts: Omit<LoadReport, 'results'>): LoadReport {
  const byContender = Map.groupBy(facts.events, ({ contender }) => contender);
  // In the order in which the user named them, not in that of the run.
  const results = facts.contenders.flatMap((contender) => {
    const own = byContender.get(contender.name);
    return own === undefined ? [] : [loadResult(contender, own)];
  });
  return { ...facts, results };
}

/** Whether this machine could send events at the rate at all: what it measured else is its own. */
export function hasKeptSchedule({ results }: Pick<LoadReport, 'results'>): boolean {
  return results.every(({ sender }) => sender.keptSchedule);
}
