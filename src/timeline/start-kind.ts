/** How an event found its environment. */
export type StartKind = 'cold' | 'standby' | 'provisioned' | 'reset' | 'warm';

/**
 * Why it did not find a warm one. The `after…` reasons belong to `reset`, the others to `cold`,
 * `standby` and `provisioned`; but where the container itself was lost with its environment, the
 * `cold` one in its place says `afterFailure`.
 */
export type StartReason =
  | 'first'
  | 'overlap'
  | 'expired'
  | 'codeChanged'
  | 'afterFailure'
  | 'afterTimeout'
  | 'afterOutOfMemory'
  | 'afterFailedInit';
