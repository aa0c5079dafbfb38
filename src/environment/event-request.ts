/** An event and what travels beside it, as an environment serves it. */
export interface EventRequest {
  readonly requestId: string;
  /** The nonce of this attempt. */
  readonly invocationId: string;
  readonly functionArn: string;
  readonly traceId: string;
  readonly clientContext: string;
  /** JSON text, or empty. */
  readonly cognitoIdentity: string;
  readonly event: Uint8Array;
  /**
   * The function's timeout. Its clock starts when the event is released, or with an init inside the
   * event.
   */
  readonly timeoutMs: number;
  readonly responseBytesMax: number;
}
