import { expect, test } from 'vitest';
import { LogPressure } from '../../../src/environment/log-pressure.ts';
import { Prelude } from '../../../src/environment/prelude.ts';
import { completes, hears, hearsEvent, says } from '../../support/guest-actions.ts';
import { guestFrame } from '../../support/guest-frames.ts';
import { recordingObserver } from '../../support/recording-observer.ts';
import { createTestEnvironment, eventRequest } from '../../support/test-environment.ts';

/** Writes down when reading stops and goes on. */
function pressure() {
  const told: string[] = [];
  const channel = { pause: () => void told.push('pause'), resume: () => void told.push('resume') };
  return { told, pressure: new LogPressure(channel) };
}

test('what is taken at once holds nobody, what is not does until all of it is', async () => {
  const { told, pressure: logs } = pressure();
  logs.engage();
  logs.hold(undefined);
  expect(told).toEqual([]);
  const first = Promise.withResolvers<void>();
  const second = Promise.withResolvers<void>();
  logs.hold(first.promise);
  logs.hold(second.promise);
  first.resolve();
  await first.promise;
  expect(told).toEqual(['pause']);
  second.reject(new Error('the pipe broke'));
  await second.promise.catch(() => {});
  expect(told).toEqual(['pause', 'resume']);
});

test('released it reads, whoever is behind; the next phase finds him still behind', async () => {
  const { told, pressure: logs } = pressure();
  logs.engage();
  const { promise, resolve } = Promise.withResolvers<void>();
  logs.hold(promise);
  logs.release();
  logs.hold(promise);
  expect(told).toEqual(['pause', 'resume']);
  logs.engage();
  expect(told).toEqual(['pause', 'resume', 'pause']);
  resolve();
  await promise;
  expect(told.at(-1)).toBe('resume');
});

const text = 'x'.repeat(1_000);
const hundred = says(...Array.from({ length: 100 }, () => guestFrame('log', { text })));
/** Two megabytes in pieces. */
const flood = Array.from({ length: 20 }, () => hundred);
const initializes = [hears('initialize'), says(guestFrame('initCompleted'))];

/** An observer whose output is taken when the test says so. */
function slowObserver(taken: Promise<void>) {
  const observer = recordingObserver();
  let lines = 0;
  const log = () => {
    lines += 1;
    return taken;
  };
  return { observer: { ...observer, log }, lines: () => lines };
}

test('a flood waits in the guest while nobody takes it, and nothing of it is lost', async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  const { observer, lines } = slowObserver(promise);
  const script = [...initializes, hearsEvent('{}'), ...flood, completes()];
  const { environment, guest } = await createTestEnvironment('e1', ...script);
  const served = environment.serve(eventRequest(), observer);
  await guest.played;
  for (let turn = 0; turn < 100; turn += 1) await new Promise(setImmediate);
  expect(lines()).toBeGreaterThan(0);
  expect(lines()).toBeLessThan(2_000);
  resolve();
  await served;
  expect(lines()).toBe(2_000);
});

test('a time-out is confirmed although nobody takes the output', async () => {
  const { observer } = slowObserver(new Promise(() => {}));
  const { environment } = await createTestEnvironment(
    'e1',
    ...initializes,
    hearsEvent('{}'),
    ...flood,
    hears('reset'),
    says(guestFrame('resetDone')),
  );
  await environment.serve(eventRequest({ timeoutMs: 100 }), observer);
  expect(environment.state).toBe('reset');
});

test('a flood that no event is there to have leaves what came last', () => {
  const prelude = new Prelude();
  const line = { origin: 'function', framing: 'line', epochMs: 0, atMs: 0 } as const;
  for (let count = 0; count < 100; count += 1) {
    prelude.log({ ...line, text: `${count} ${'x'.repeat(262_000)}` });
  }
  const observer = recordingObserver();
  prelude.replay(observer);
  expect(observer.told).toHaveLength(32);
  expect(observer.told.at(-1)).toMatch(/^log 99 x/);
});
