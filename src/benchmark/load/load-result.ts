import type { StartKind } from '../../timeline/start-kind.ts';
import type { Contender } from '../contender.ts';
import { type BusyEnvironments, busyEnvironments } from './busy-environments.ts';
import { type LatencySummary, summarizeLatencies } from './latency-histogram.ts';
import type { LoadEvent, LoadOutcome } from './load-event.ts';
import { type SenderLateness, senderLateness } from './sender-lateness.ts';

/** What the events of one contender say. */
export interface LoadResult {
  readonly contender: string;
  readonly sent: number;
  readonly outcomes: Readonly<Record<LoadOutcome, number>>;
  /** Of those that came to an environment. */
  readonly startKinds: Readonly<Partial<Record<StartKind, number>>>;
  readonly environments: BusyEnvironments & { readonly limit: number };
  /** Of those that succeeded: of all, and by how they found their environment. */
  readonly latency: {
    readonly all: LatencySummary;
    readonly warm: LatencySummary;
    readonly cold: LatencySummary;
  };
  readonly sender: SenderLateness;
  /** The first fault of the platform's, where there was one. */
  readonly fault: string | null;
}

export function loadResult(
  { name, concurrency }: Pick<Contender, 'name' | 'concurrency'>,
  events: readonly LoadEvent[],
): LoadResult {
  const succeeded = events.filter(({ outcome }) => outcome === 'succeeded');
  const latencies = (own: readonly LoadEvent[]) =>
    summarizeLatencies(own.map(({ latencyMs }) => latencyMs));
  const ofKind = (kind: StartKind) => succeeded.filter(({ startKind }) => startKind === kind);
  const outcomes = { succeeded: 0, failed: 0, throttled: 0, faulted: 0 };
  const startKinds: Partial<Record<StartKind, number>> = {};
  for (const { outcome, startKind } of events) {
    outcomes[outcome] += 1;
    if (startKind !== null) startKinds[startKind] = (startKinds[startKind] ?? 0) + 1;
  }
  return {
    contender: name,
    sent: events.length,
    outcomes,
    startKinds,
    environments: { ...busyEnvironments(events), limit: concurrency },
    latency: {
      all: latencies(succeeded),
      warm: latencies(ofKind('warm')),
      cold: latencies(ofKind('cold')),
    },
    sender: senderLateness(events),
    fault: events.find(({ fault }) => fault !== null)?.fault ?? null,
  };
}
