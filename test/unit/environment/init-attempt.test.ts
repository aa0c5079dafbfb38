import { expect, it } from 'vitest';
import { hears, says, vanishes } from '../../support/guest-actions.ts';
import { guestFrame } from '../../support/guest-frames.ts';
import { recordingObserver } from '../../support/recording-observer.ts';
import { createTestEnvironment, eventRequest } from '../../support/test-environment.ts';

const failsOnce = [
  hears('initialize', { phase: 'init' }),
  says(guestFrame('processExited')),
  hears('reset', { reason: 'failure' }),
  says(guestFrame('resetDone')),
  hears('initialize', { phase: 'invoke' }),
];
const registered = { name: 'probe', state: 'Registered', events: ['INVOKE'] } as const;

it('an init that runs out of time tells of its extensions once the reset has', async () => {
  const { environment, guest } = await createTestEnvironment(
    'e1',
    ...failsOnce,
    hears('reset', { reason: 'timeout' }),
    says(guestFrame('resetDone', { extensions: [registered] })),
  );
  const observer = recordingObserver();
  await environment.serve(eventRequest({ timeoutMs: 20 }), observer);
  await guest.played;
  expect(observer.told.slice(-3)).toEqual([
    'initFailed',
    'failed Sandbox.Timedout',
    'init invoke timeout',
  ]);
  const { extensions, durationMs } = observer.initEnds.at(-1) ?? {};
  expect({ extensions, durationMs }).toEqual({ extensions: [registered], durationMs: 20 });
  expect(environment.resetCause).toBe('failedInit');
});

it('an init that runs out of time ends in the log also where the guest goes', async () => {
  const { environment } = await createTestEnvironment(
    'e1',
    ...failsOnce,
    hears('reset', { reason: 'timeout' }),
    vanishes(),
  );
  const observer = recordingObserver();
  await environment.serve(eventRequest({ timeoutMs: 20 }), observer);
  expect(observer.initEnds.at(-1)).toMatchObject({ status: 'timeout', extensions: [] });
});

it('marks when extensions were ready, where there are any', async () => {
  const marksOf = async (extensions: readonly (typeof registered)[]) => {
    const { environment } = await createTestEnvironment(
      'e1',
      hears('initialize', { phase: 'init' }),
      says(guestFrame('mark', { mark: 'extensionsReady', sinceUs: 400 }), guestFrame('mark')),
      says(guestFrame('initCompleted', { extensions })),
      vanishes(),
    );
    const observer = recordingObserver();
    await environment.serve(eventRequest({}), observer);
    return observer.told.slice(0, observer.told.indexOf('initDone'));
  };
  expect(await marksOf([registered])).toEqual(['extensionsReady', 'runtimeStarted']);
  expect(await marksOf([])).toEqual(['runtimeStarted']);
});
