import type { Failure } from '../../src/environment/failure.ts';
import type { InitEnd, ServeObserver } from '../../src/environment/serve-observer.ts';

/** Writes down what an environment tells, one short line each, in order. */
export interface RecordingObserver extends ServeObserver {
  readonly told: string[];
  readonly failures: Failure[];
  readonly initEnds: InitEnd[];
  readonly response: () => string;
}

export function recordingObserver(): RecordingObserver {
  const told: string[] = [];
  const failures: Failure[] = [];
  const initEnds: InitEnd[] = [];
  const chunks: Uint8Array[] = [];
  return {
    told,
    failures,
    initEnds,
    response: () => Buffer.concat(chunks).toString(),
    mark: (name) => void told.push(name),
    log: ({ text }) => void told.push(`log ${text}`),
    logsDropped: ({ bytes }) => void told.push(`dropped ${bytes} bytes`),
    initStarted: () => undefined,
    initEnded(end) {
      initEnds.push(end);
      told.push(`init ${end.phase} ${end.status}`);
    },
    responseHead: ({ answer }) => void told.push(`head ${answer}`),
    responseChunk: (bytes) => void chunks.push(bytes),
    responseEnd: ({ outcome }) => void told.push(`end ${outcome}`),
    failed(failure) {
      failures.push(failure);
      told.push(`failed ${failure.errorType}`);
    },
    completed: () => void told.push('completed frame'),
  };
}
