import type { InvocationResult } from '../../src/invocation/invocation-result.ts';

/** The body that the platform answers with (contract §6.1). */
export function platformError({ requestId }: InvocationResult, errorType: string, text: string) {
  return { errorType, errorMessage: `RequestId: ${requestId} Error: ${text}` };
}
