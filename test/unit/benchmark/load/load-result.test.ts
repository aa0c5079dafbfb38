import { expect, test } from 'vitest';
import { loadResult } from '../../../../src/benchmark/load/load-result.ts';
import { loadEvent, loadEvents } from '../../../support/load-report.ts';

test('counts outcomes and start kinds; only what succeeded has a latency', () => {
  const none = { startKind: null, environmentId: null } as const;
  const result = loadResult({ name: 'a', concurrency: 10 }, [
    ...loadEvents(30),
    loadEvent({ outcome: 'failed', latencyMs: 9_999, environmentId: 'e-2' }),
    loadEvent({ outcome: 'throttled', latencyMs: 0.1, ...none }),
    loadEvent({ outcome: 'faulted', fault: 'EngineFailed: no', ...none }),
    loadEvent({ outcome: 'faulted', fault: 'another', ...none }),
  ]);
  expect(result).toMatchObject({
    contender: 'a',
    sent: 34,
    outcomes: { succeeded: 30, failed: 1, throttled: 1, faulted: 2 },
    startKinds: { cold: 1, warm: 30 },
    environments: { count: 2, limit: 10 },
    fault: 'EngineFailed: no',
  });
  const { all, warm, cold } = result.latency;
  expect([all.count, warm.count, cold.count]).toEqual([30, 29, 1]);
  expect([all.maxMs, warm.maxMs, cold.minMs]).toEqual([100, 2, 100]);
});
