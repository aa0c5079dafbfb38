import type { InvocationResult, LogEntry } from '../invocation/invocation-result.ts';
import { limits } from '../lambda/limits.ts';

/** START, or its record in the JSON format. */
const startPattern = /^(START RequestId: |{"time":"[^"]+","type":"platform\.start",)/;

/**
 * `X-Amz-Log-Result`: base64 of the last 4,096 bytes of the invocation's log. It begins at
 * START: what the init phase wrote before is not part of it (contract §5.4, row 5.4-1).
 */
export function encodeLogTail(logs: readonly LogEntry[]): string {
  const start = logs.findLastIndex(
    ({ origin, text }) => origin === 'platform' && startPattern.test(text),
  );
  const text = logs
    .slice(Math.max(start, 0))
    .map((entry) => `${entry.text}\n`)
    .join('');
  const bytes = Buffer.from(text);
  return bytes.subarray(Math.max(0, bytes.length - limits.tailLogBytes)).toString('base64');
}

/**
 * The tail when the environment is idle again. `null` where it failed behind the answer: the
 * answer is the caller's all the same.
 */
export async function logTailOf(settled: Promise<InvocationResult>): Promise<string | null> {
  return settled.then(
    ({ logs }) => encodeLogTail(logs),
    () => null,
  );
}
