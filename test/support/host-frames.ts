import type { InvokeFrame } from '../../src/channel/frames.ts';

/** An `invoke` as the host sends it for a plain event; a test names what it is about. */
export function invokeFrame(members: Partial<InvokeFrame> = {}): InvokeFrame {
  return {
    kind: 'invoke',
    requestId: '0f0f0f0f-1111-4222-8333-444444444444',
    invocationId: 'n1',
    functionArn: 'arn:aws:lambda:us-east-1:000000000000:function:hello',
    traceId: '',
    clientContext: '',
    cognitoIdentity: '',
    tenantId: '',
    contentType: 'application/json',
    remainingMs: 3_000,
    eventBytes: 2,
    responseBytesMax: 6_291_556,
    ...members,
  };
}
