import { type Fault, lossFault, reportedType } from './fault.ts';

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

/** The environment ended between init and the event. */
export function lossFailure(): Failure {
  return faultFailure('invoke', lossFault(null, null), 0);
}

/** The deadline came first. */
export function timeoutFailure(phase: Failure['phase'], durationMs: number): Failure {
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

/** A process that should run ended, or never began. */
export function faultFailure(phase: Failure['phase'], fault: Fault, durationMs: number): Failure {
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
