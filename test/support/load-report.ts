import type { LoadEvent } from '../../src/benchmark/load/load-event.ts';
import { type LoadReport, loadReport } from '../../src/benchmark/load/load-report.ts';
import { testResult } from './benchmark-result.ts';

/** An event on time that found a warm environment, or what the test says. */
export function loadEvent(members: Partial<LoadEvent> = {}): LoadEvent {
  const scheduledMs = members.scheduledMs ?? 0;
  const latencyMs = members.latencyMs ?? 2;
  return {
    contender: 'a',
    outcome: 'succeeded',
    scheduledMs,
    sentMs: scheduledMs,
    answeredMs: scheduledMs + latencyMs,
    settledMs: scheduledMs + latencyMs + 0.5,
    latencyMs,
    startKind: 'warm',
    environmentId: 'e-1',
    durationMs: 1,
    initDurationMs: null,
    processorMs: 0.5,
    throttledMs: 0,
    fault: null,
    ...members,
  };
}

/** A cold start of 100 ms, then warm events of 2 ms, a tenth of a second apart. */
export function loadEvents(count: number, contender = 'a'): readonly LoadEvent[] {
  const [first, ...warm] = Array.from({ length: count }, (_, number) =>
    loadEvent({ contender, scheduledMs: number * 100 }),
  );
  if (first === undefined) return [];
  return [
    { ...first, startKind: 'cold', latencyMs: 100, settledMs: 100, answeredMs: 100 },
    ...warm,
  ];
}

/** A minute with cold starts, throttles at first and a few slow events, of two contenders. */
export function shownLoad(): LoadReport {
  const contenders = [128, 1_769].map((size) => `app at ${size} MB`);
  const events = contenders.flatMap((contender, index) =>
    Array.from({ length: 1_500 }, (_, number) => {
      const isCold = number < 10;
      const isLost = number >= 10 && number < 40 - 20 * index;
      const latencyMs = isCold ? 900 - 60 * number : 3 + ((number * 37) % 23) / (1 + index);
      return loadEvent({
        contender,
        scheduledMs: number * 40,
        latencyMs: number % 211 === 210 ? 180 : isLost ? 0.2 : latencyMs,
        startKind: isLost ? null : isCold ? 'cold' : 'warm',
        environmentId: isLost ? null : `e-${number % 10}`,
        outcome: isLost ? 'throttled' : 'succeeded',
      });
    }),
  );
  return testLoad(events, { rate: { eventsPerSecond: 25, durationSeconds: 60 } });
}

/** What a run on a made-up machine comes to. */
export function testLoad(
  events: readonly LoadEvent[],
  members: Partial<Omit<LoadReport, 'results'>> = {},
): LoadReport {
  const { conditions, before, after, date } = testResult({ rounds: 1 });
  return loadReport({
    date,
    command: 'lambox bench . --rate 10/s',
    conditions,
    before,
    after,
    rate: { eventsPerSecond: 10, durationSeconds: 10 },
    contenders: [...new Set(events.map(({ contender }) => contender))].map((name) => ({
      name,
      options: { code: './a' },
      memorySizeMb: 128,
      concurrency: 10,
      reference: name,
      control: false,
    })),
    complete: true,
    events,
    emulated: [],
    ...members,
  });
}
