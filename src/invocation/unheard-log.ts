import type { Environment } from '../environment/environment.ts';
import { type Clock, epochOf } from '../timeline/clock.ts';
import { InvocationLog, type LogListener } from './invocation-log.ts';
import type { LoggedFunction } from './logged-function.ts';

/**
 * What an environment that has ended wrote after its last event, or with no event at all: an init
 * ahead of events, an extension at SHUTDOWN. It is nobody's result, so only the listener is told.
 */
export function tellUnheard(
  environment: Pick<Environment, 'tellUnheard' | 'logStreamName'>,
  parts: {
    readonly clock: Clock;
    readonly logged: LoggedFunction;
    readonly functionArn: string;
    readonly listener: LogListener;
  },
): void {
  const { clock, logged, functionArn, listener } = parts;
  const log = new InvocationLog({
    clock,
    listener,
    acceptedAtMs: clock.monotonicMs(),
    event: {
      logged,
      functionArn,
      requestId: '',
      logStreamName: environment.logStreamName,
      trace: null,
      epochOf: (monotonicMs) => epochOf(clock, monotonicMs),
    },
  });
  environment.tellUnheard({
    log: (line) => log.line(line),
    logsDropped: (dropped) => log.dropped(dropped),
    initStarted: (start) => log.initStarted(start),
    initEnded: (end) => log.initEnded(end),
    mark: () => undefined,
  });
}
