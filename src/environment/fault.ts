import type { ExtensionErrorFrame, ProcessExitedFrame } from '../channel/frames.ts';
import type { ContainerExit } from '../engine/container-engine.ts';

/**
 * What went wrong inside, as the first fatal report says (contract §1.6: later ones are ignored).
 */
export interface Fault {
  readonly errorType: string;
  /** Without the `RequestId: … Error: ` prefix. */
  readonly message: string;
  readonly outOfMemory: boolean;
  /** What the runtime posted to `/init/error` before. */
  readonly body: {
    readonly bytes: Uint8Array;
    readonly contentType: string;
    readonly errorType: string;
  } | null;
}

/** Reads the first fatal frame, in the light of what came ahead of it. */
export function faultOf(
  frame: ProcessExitedFrame | ExtensionErrorFrame,
  before: { readonly outOfMemory: boolean; readonly body: Fault['body'] },
): Fault {
  if (frame.kind === 'extensionError') {
    const errorType = frame.phase === 'init' ? 'Extension.InitError' : 'Extension.ExitError';
    return { errorType, message: frame.errorType, outOfMemory: false, body: null };
  }
  const killed = before.outOfMemory && frame.signal === 'killed';
  return {
    errorType: killed ? 'Runtime.OutOfMemory' : frame.errorType,
    message: frame.message,
    outOfMemory: killed,
    body: frame.process === 'runtime' ? before.body : null,
  };
}

/** What logs call the fault: the runtime's own word for it where it gave one. */
export function reportedType(fault: Fault): string {
  return fault.body?.errorType ?? fault.errorType;
}

/** SIGKILL's exit code: where nobody asked the engine for it, the kernel's memory killer did. */
const killedExitCode = 137;

/**
 * The container went by itself: what the caller is told of it (design §7, "The kernel's victim").
 */
export function lossFault(
  exit: Pick<ContainerExit, 'exitCode' | 'killed'> | null,
  error: Error | null,
): Fault {
  if (exit?.exitCode === killedExitCode && !exit.killed) {
    const message = 'Runtime exited with error: signal: killed';
    return { errorType: 'Runtime.OutOfMemory', message, outOfMemory: true, body: null };
  }
  const message = error?.message ?? lossText(exit);
  return { errorType: 'Sandbox.Failure', message, outOfMemory: false, body: null };
}

function lossText(exit: Pick<ContainerExit, 'exitCode' | 'killed'> | null): string {
  if (exit === null) return 'the execution environment ended';
  if (exit.killed) return 'the execution environment was killed from outside';
  return `the execution environment ended with exit code ${exit.exitCode}`;
}
