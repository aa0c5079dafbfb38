import type { CommandContext } from './command-context.ts';

export interface SignalledEnd {
  readonly signal: AbortSignal;
  /** No longer listens. */
  readonly forget: () => void;
}

/** The first signal ends the run in good order, the second the process. */
export function endAtSignal({ onSignal, exit, streams, paint }: CommandContext): SignalledEnd {
  const controller = new AbortController();
  const forget = onSignal(() => {
    if (controller.signal.aborted) return exit(130);
    controller.abort();
    const text = 'ending after the event under way; once more ends it at once';
    streams.stderr.write(`\n${paint.dim(text)}\n`);
  });
  return { signal: controller.signal, forget };
}
