import type { ExchangeOutcome } from './event-exchange.ts';
import { type Fault, lossFault } from './fault.ts';
import type { InitOutcome } from './init-attempt.ts';

/** Why an event got no answer of the function's own. Texts are contract §6.1's. */
export interface Failure {
  /** `timeout`: the deadline; `exit`: a process that should run ended, or never began. */
  readonly kind: 'timeout' | 'exit';
  readonly phase: 'init' | 'invoke';
  /** For REPORT: `Runtime.ExitError`, `Extension.Crash`, `Runtime.ImportModuleError`, … */
  readonly errorType: string;
  /** The type in the body that the caller gets where `body` is `null`. */
  readonly bodyErrorType: string;
  /** Without the `RequestId: … Error: ` prefix. */
  readonly message: string;
  /** What the runtime posted to `/init/error`: the caller's answer as it is. */
  readonly body: { readonly bytes: Uint8Array; readonly contentType: string } | null;
  /** From the event's release (or the start of an init inside it) to the failure. */
  readonly durationMs: number;
}

/** An init that failed inside the event: its `/init/error` body, if any, is the caller's answer. */
export function initFailure(outcome: Exclude<InitOutcome, { kind: 'completed' }>): Failure {
  if (outcome.kind === 'timedOut') return timeout('init', outcome.durationMs);
  const { fault, durationMs } = outcome;
  return exit('init', fault, durationMs);
}

/** An event whose conversation broke off. */
export function exchangeFailure(
  outcome: Exclude<ExchangeOutcome, { kind: 'completed' }>,
  timeoutMs: number,
): Failure {
  if (outcome.kind === 'timedOut') return timeout('invoke', timeoutMs);
  return exit('invoke', outcome.fault, outcome.durationMs);
}

/** The environment ended between init and the event. */
export function lossFailure(): Failure {
  return exit('invoke', lossFault(null, null), 0);
}

/** What logs call the fault: the runtime's own word for it where it gave one. */
export function reportedType(fault: Fault): string {
  return fault.body?.errorType ?? fault.errorType;
}

function timeout(phase: Failure['phase'], durationMs: number): Failure {
  const errorType = 'Sandbox.Timedout';
  const body = null;
  return {
    kind: 'timeout',
    phase,
    errorType,
    bodyErrorType: errorType,
    message: '',
    body,
    durationMs,
  };
}

function exit(phase: Failure['phase'], fault: Fault, durationMs: number): Failure {
  return {
    kind: 'exit',
    phase,
    errorType: reportedType(fault),
    bodyErrorType: fault.errorType,
    message: fault.message,
    body: fault.body,
    durationMs,
  };
}
