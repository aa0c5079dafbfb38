import type { LoadEvent } from './load-event.ts';

export interface BusyEnvironments {
  /** Different ones that had an event. */
  readonly count: number;
  /** At the same moment; one that was being made for an event is among them. */
  readonly atOnceMax: number;
}

type Served = Pick<LoadEvent, 'environmentId' | 'sentMs' | 'settledMs'>;

export function busyEnvironments(events: readonly Served[]): BusyEnvironments {
  const served = events.filter(({ environmentId }) => environmentId !== null);
  const byEnvironment = Map.groupBy(served, ({ environmentId }) => environmentId);
  const changes = [...byEnvironment.values()]
    .flatMap(changesOf)
    // An end before a beginning at the same moment: the environment was free for it.
    .sort((a, b) => a.atMs - b.atMs || a.by - b.by);
  let [busy, atOnceMax] = [0, 0];
  for (const { by } of changes) {
    busy += by;
    atOnceMax = Math.max(atOnceMax, busy);
  }
  return { count: byEnvironment.size, atOnceMax };
}

/** An environment has one event at a time: one that was sent before had to wait for its turn. */
function changesOf(
  own: readonly Served[],
): readonly { readonly atMs: number; readonly by: 1 | -1 }[] {
  let freeAtMs = 0;
  return own
    .toSorted((a, b) => a.settledMs - b.settledMs)
    .flatMap(({ sentMs, settledMs }) => {
      const beganMs = Math.max(sentMs, freeAtMs);
      freeAtMs = settledMs;
      return [
        { atMs: beganMs, by: 1 as const },
        { atMs: settledMs, by: -1 as const },
      ];
    });
}
