import { expect, it } from 'vitest';
import type { LogEntry } from '../../../src/invocation/invocation-result.ts';
import { loggedFunction } from '../../../src/invocation/logged-function.ts';
import { tellUnheard } from '../../../src/invocation/unheard-log.ts';
import { systemClock } from '../../../src/timeline/clock.ts';
import { functionVersion } from '../../support/function-version.ts';
import { answers, completes, hears, hearsEvent, says } from '../../support/guest-actions.ts';
import { guestFrame } from '../../support/guest-frames.ts';
import { recordingObserver } from '../../support/recording-observer.ts';
import { createTestEnvironment, eventRequest } from '../../support/test-environment.ts';

const initializes = [
  hears('initialize', { phase: 'init' }),
  says(guestFrame('log', { text: 'from init' }), guestFrame('initCompleted')),
];
const shutsDown = [
  hears('shutdown', { reason: 'spindown' }),
  says(guestFrame('log', { text: 'last words', origin: 'extension' }), guestFrame('shutdownDone')),
];

function unheardOf(environment: Parameters<typeof tellUnheard>[0]): readonly LogEntry[] {
  const entries: LogEntry[] = [];
  tellUnheard(environment, {
    clock: systemClock,
    logged: loggedFunction(functionVersion({})),
    functionArn: 'arn:f',
    listener: (entry) => entries.push(entry),
  });
  return entries;
}

it('tells what came behind the last event, and nothing twice', async () => {
  const { environment } = await createTestEnvironment(
    'e1',
    ...initializes,
    hearsEvent('{}'),
    answers('1'),
    completes(),
    ...shutsDown,
  );
  await environment.serve(eventRequest(), recordingObserver());
  await environment.terminate('disposed');
  const [entry, ...more] = unheardOf(environment);
  expect(entry).toMatchObject({ text: 'last words', origin: 'extension' });
  expect(more).toEqual([]);
  expect(unheardOf(environment)).toEqual([]);
});

it('tells of an init that no event followed', async () => {
  const { environment } = await createTestEnvironment('e1', ...initializes, ...shutsDown);
  await environment.initialize();
  await environment.terminate('disposed');
  expect(unheardOf(environment).map(({ text }) => text)).toEqual([
    expect.stringMatching(/^INIT_START /),
    'from init',
    'last words',
  ]);
});
