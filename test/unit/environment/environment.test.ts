import { describe, expect, it, onTestFinished, vi } from 'vitest';
import {
  answers,
  completes,
  hears,
  hearsEvent,
  says,
  vanishes,
  waitsFor,
} from '../../support/guest-actions.ts';
import { guestFrame } from '../../support/guest-frames.ts';
import { recordingObserver } from '../../support/recording-observer.ts';
import { createTestEnvironment, eventRequest } from '../../support/test-environment.ts';

const initializes = [hears('initialize', { phase: 'init' }), says(guestFrame('initCompleted'))];
const line = (text: string) => says(guestFrame('log', { text }));

describe('Environment', () => {
  it('initializes for the first event, serves it, freezes, and thaws with the next', async () => {
    const { environment, guest, container } = await createTestEnvironment(
      'e1',
      hears('initialize', { phase: 'init' }),
      says(guestFrame('mark'), guestFrame('log', { text: 'hello from init' })),
      says(guestFrame('initCompleted')),
      hearsEvent('{"n":1}'),
      answers('{"ok":true}'),
      completes(),
      hears('freeze'),
      says(guestFrame('frozen')),
      hearsEvent('{"n":2}'),
      answers('2'),
      completes(),
    );
    const first = recordingObserver();
    await environment.serve(eventRequest({ event: Buffer.from('{"n":1}') }), first);
    expect(first.told).toEqual([
      'log hello from init',
      'runtimeStarted',
      'initDone',
      'init init success',
      'eventSent',
      'firstByte',
      'head response',
      'end complete',
      'completed',
      'completed frame',
    ]);
    expect(first.response()).toBe('{"ok":true}');
    expect(environment.takeInitDuration()).toBe(30);
    expect(environment.takeInitDuration()).toBeNull();
    await environment.freeze();
    expect(environment.state).toBe('frozen');
    const second = recordingObserver();
    await environment.serve(eventRequest({ event: Buffer.from('{"n":2}') }), second);
    expect(second.told[0]).toBe('eventSent');
    expect(second.response()).toBe('2');
    expect(container.asked).toEqual(['limitCpu']);
    await guest.played;
  });

  it('repeats a failed init inside the event and answers with its error body', async () => {
    const body = Buffer.from('{"errorType":"X"}');
    const fails = says(
      { kind: 'initError', errorType: 'Runtime.X', contentType: 'application/json', body },
      guestFrame('processExited'),
    );
    const { environment, guest } = await createTestEnvironment(
      'e1',
      hears('initialize', { phase: 'init' }),
      fails,
      hears('reset', { reason: 'failure' }),
      says(guestFrame('resetDone')),
      hears('initialize', { phase: 'invoke' }),
      fails,
      hears('reset', { reason: 'failure' }),
      says(guestFrame('resetDone')),
    );
    const observer = recordingObserver();
    await environment.serve(eventRequest(), observer);
    await guest.played;
    expect(observer.told).toEqual([
      'initFailed',
      'init init error',
      'processesGone',
      'initFailed',
      'init invoke error',
      'failed Runtime.X',
    ]);
    expect(observer.failures[0]).toMatchObject({
      phase: 'init',
      bodyErrorType: 'Runtime.ExitError',
    });
    expect(Buffer.from(observer.failures[0]?.body?.bytes ?? []).toString()).toBe(body.toString());
    expect(environment.resetCause).toBe('failedInit');
  });

  it('resets at the deadline, keeps what is late away, and serves the next event', async () => {
    const { environment, guest } = await createTestEnvironment(
      'e1',
      ...initializes,
      hearsEvent('{}'),
      hears('reset', { reason: 'timeout' }),
      answers('too late'),
      says(guestFrame('resetDone')),
      hears('initialize', { phase: 'invoke' }),
      says(guestFrame('initCompleted')),
      hearsEvent('{}'),
      answers('"again"'),
      completes(),
    );
    const observer = recordingObserver();
    await environment.serve(eventRequest({ timeoutMs: 30 }), observer);
    expect(observer.failures).toMatchObject([{ kind: 'timeout', durationMs: 30 }]);
    expect(observer.response()).toBe('');
    expect(environment.resetCause).toBe('timeout');
    const next = recordingObserver();
    await environment.serve(eventRequest(), next);
    expect(next.response()).toBe('"again"');
    expect(next.initEnds).toMatchObject([{ phase: 'invoke', status: 'success' }]);
    await guest.played;
  });

  it('keeps an answer that came before the end, and names a kill for memory', async () => {
    const { environment } = await createTestEnvironment(
      'e1',
      ...initializes,
      hearsEvent('{}'),
      answers('1'),
      says(
        guestFrame('outOfMemory'),
        guestFrame('processExited', { exitCode: null, signal: 'killed' }),
      ),
      hears('reset', { reason: 'failure' }),
      says(guestFrame('resetDone')),
    );
    const observer = recordingObserver();
    await environment.serve(eventRequest(), observer);
    expect(observer.told).toContain('end complete');
    expect(observer.failures).toMatchObject([{ errorType: 'Runtime.OutOfMemory' }]);
    expect(environment.resetCause).toBe('outOfMemory');
  });

  it('tells the next event of a process that ended between events', async () => {
    const exit = Promise.withResolvers<void>();
    const resetHeard = Promise.withResolvers<void>();
    const { environment, guest } = await createTestEnvironment(
      'e1',
      ...initializes,
      waitsFor(exit.promise),
      says(guestFrame('log', { text: 'last words' }), guestFrame('processExited')),
      hears('reset', { reason: 'failure' }),
      () => resetHeard.resolve(),
      says(guestFrame('resetDone')),
      hears('initialize', { phase: 'invoke' }),
      says(guestFrame('initCompleted')),
      hearsEvent('{}'),
      answers('1'),
      completes(),
    );
    await environment.initialize();
    exit.resolve();
    await resetHeard.promise;
    const observer = recordingObserver();
    await environment.serve(eventRequest(), observer);
    expect(observer.told).toContain('log last words');
    expect(observer.response()).toBe('1');
    await guest.played;
  });

  it('does not lose an exit that came in one piece with the completion', async () => {
    const { environment } = await createTestEnvironment(
      'e1',
      ...initializes,
      hearsEvent('{}'),
      answers('1'),
      says(guestFrame('invocationCompleted'), guestFrame('processExited')),
      hears('reset', { reason: 'failure' }),
      says(guestFrame('resetDone')),
      hears('initialize', { phase: 'invoke' }),
      says(guestFrame('initCompleted')),
      hearsEvent('{}'),
      answers('2'),
      completes(),
    );
    await environment.serve(eventRequest(), recordingObserver());
    const next = recordingObserver();
    await environment.serve(eventRequest(), next);
    expect(next.response()).toBe('2');
  });

  it.each([
    ['the kernel', false, 'Runtime.OutOfMemory', 'Runtime exited with error: signal: killed'],
    ['somebody', true, 'Sandbox.Failure', 'the execution environment was killed from outside'],
  ])(
    'ends with its container, which %s killed, and removes it',
    async (_who, killed, errorType, message) => {
      const { environment, guest, container } = await createTestEnvironment(
        'e1',
        ...initializes,
        hearsEvent('{}'),
        line('before the end'),
        vanishes(),
      );
      const observer = recordingObserver();
      const served = environment.serve(eventRequest(), observer);
      await guest.played;
      container.exit(137, killed);
      await served;
      expect(observer.failures).toMatchObject([{ errorType, message }]);
      expect(await environment.ended).toMatch(/channelEnded|containerExited/);
      expect(container.asked).toContain('remove');
    },
  );

  it('shuts down in order when asked, and remembers the memory that was held', async () => {
    const { environment, guest, container } = await createTestEnvironment(
      'e1',
      ...initializes,
      hearsEvent('{}'),
      answers('1'),
      completes({ memoryBytes: 70_000_000 }),
      hears('shutdown', { reason: 'spindown' }),
      says(guestFrame('shutdownDone')),
    );
    await environment.serve(eventRequest(), recordingObserver());
    await environment.terminate('disposed');
    await guest.played;
    expect(await environment.ended).toBe('disposed');
    expect(environment.memoryBytesMax).toBe(70_000_000);
    expect(container.asked).toEqual(['limitCpu', 'remove']);
  });

  it('refuses the event that it was disposed under, at once', async () => {
    const { environment, guest } = await createTestEnvironment(
      'e1',
      ...initializes,
      hearsEvent('{}'),
    );
    const observer = recordingObserver();
    const served = environment.serve(eventRequest({ timeoutMs: 900_000 }), observer);
    await guest.played;
    guest.play(hears('shutdown'), says(guestFrame('shutdownDone')));
    await environment.terminate('disposed');
    await expect(served).rejects.toMatchObject({ code: 'Disposed' });
    expect(observer.failures).toEqual([]);
  });

  it.each([
    ['is under way', [], ['failed Sandbox.Failure']],
    ['comes meanwhile', [completes()], ['completed', 'completed frame']],
  ])('keeps an answer that it gave when it is disposed; its end %s', async (_, ending, told) => {
    const { environment, guest } = await createTestEnvironment(
      'e1',
      ...initializes,
      hearsEvent('{}'),
      answers('1'),
    );
    const observer = recordingObserver();
    const served = environment.serve(eventRequest({ timeoutMs: 900_000 }), observer);
    await guest.played;
    guest.play(hears('shutdown'), ...ending, says(guestFrame('shutdownDone')));
    await environment.terminate('disposed');
    await served;
    expect(observer.told.slice(observer.told.indexOf('end complete') + 1)).toEqual(told);
  });

  it('removes the container where a reset is not confirmed, its budget and 2 s over', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    onTestFinished(() => void vi.useRealTimers());
    const { environment, guest, container } = await createTestEnvironment(
      'e1',
      ...initializes,
      hearsEvent('{}'),
      says(guestFrame('processExited')),
      hears('reset', { reason: 'failure' }),
    );
    const observer = recordingObserver();
    const served = environment.serve(eventRequest(), observer);
    await guest.played;
    await vi.advanceTimersByTimeAsync(4_499);
    expect([environment.state, container.asked]).toEqual(['resetting', ['limitCpu']]);
    await vi.advanceTimersByTimeAsync(1);
    await served;
    expect(await environment.ended).toBe('resetTimedOut');
    expect([environment.state, container.asked]).toEqual(['terminated', ['limitCpu', 'remove']]);
    expect(observer.failures).toMatchObject([{ errorType: 'Runtime.ExitError' }]);
  });

  it('ends also when the engine would not remove the container', async () => {
    const { environment, container } = await createTestEnvironment('e1', vanishes());
    container.failRemoval();
    container.exit(1);
    expect(await environment.ended).toMatch(/channelEnded|containerExited/);
  });
});
