/** What the caller may add to an event. */
export interface InvokeOptions {
  /** A UUID; made when absent. */
  readonly requestId?: string;
  /** JSON text, decoded from base64. */
  readonly clientContext?: string;
  readonly cognitoIdentity?: { readonly identityId: string; readonly identityPoolId: string };
  /** `Root=…;Parent=…;Sampled=…`; made when absent. */
  readonly traceId?: string;
  /** The ARN that the caller used; the function's own when absent. */
  readonly invokedFunctionArn?: string;
  /** The event is known to be JSON and not too large: it is not looked at again. */
  readonly isChecked?: boolean;
}
