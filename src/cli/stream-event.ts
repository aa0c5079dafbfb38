import type { InvocationResult } from '../invocation/invocation-result.ts';
import type { LambdaFunction } from '../sandbox.ts';
import type { CommandContext } from './command-context.ts';
import { drainedWrite } from './drained-write.ts';

/**
 * Sends an event and prints its answer as the function writes it: the bytes alone on stdout, what
 * `HttpResponseStream.from` put ahead and how it failed on stderr.
 */
export async function streamEvent(
  lambda: LambdaFunction,
  event: Uint8Array,
  { streams: { stdout, stderr }, paint }: CommandContext,
): Promise<InvocationResult> {
  const { head, body, end, settled } = lambda.dispatchStream(event, { separateMetadata: true });
  const { metadata } = await head;
  if (metadata !== null) stderr.write(`${paint.dim(`metadata ${JSON.stringify(metadata)}`)}\n`);
  for await (const bytes of body) {
    // Whoever read has had enough; the function runs on all the same.
    if (!stdout.writable) break;
    await drainedWrite(stdout, bytes);
  }
  const { errorCode, errorDetails } = await end;
  if (errorCode !== null) {
    stderr.write(`the stream ended with ${errorCode}${errorDetails === null ? '' : ': '}`);
    stderr.write(`${errorDetails ?? ''}\n`);
  }
  return settled;
}
