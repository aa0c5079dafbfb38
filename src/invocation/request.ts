import { randomUUID } from 'node:crypto';
import type { EventRequest } from '../environment/event-request.ts';
import { LamboxError } from '../errors.ts';
import type { FunctionConfiguration } from '../lambda/function-configuration.ts';
import { parseEvent } from '../lambda/json-syntax.ts';
import { limits } from '../lambda/limits.ts';
import { traceHeader } from '../lambda/trace-ids.ts';
import type { Clock } from '../timeline/clock.ts';
import type { InvokeOptions } from './invoke-options.ts';

export interface RequestParts {
  readonly clock: Clock;
  readonly configuration: FunctionConfiguration;
  readonly functionArn: string;
}

/** What the caller says, made complete before anything can fail. */
export type ResolvedOptions = InvokeOptions & {
  readonly requestId: string;
  readonly traceId: string;
};

export function resolveOptions(options: InvokeOptions, clock: Clock): ResolvedOptions {
  return {
    ...options,
    requestId: options.requestId ?? randomUUID(),
    traceId: traceHeader(options.traceId ?? null, clock.epochMs(), randomDigits),
  };
}

/** @throws LamboxError `EventTooLarge`, `InvalidEvent` */
export function resolveRequest(
  { configuration, functionArn }: RequestParts,
  event: Uint8Array,
  options: ResolvedOptions,
  responseBytesMax: number,
): EventRequest {
  const { cognitoIdentity } = options;
  return {
    requestId: options.requestId,
    invocationId: randomUUID(),
    functionArn: options.invokedFunctionArn ?? functionArn,
    traceId: options.traceId,
    clientContext: options.clientContext ?? '',
    cognitoIdentity:
      cognitoIdentity === undefined
        ? ''
        : JSON.stringify({
            cognitoIdentityId: cognitoIdentity.identityId,
            cognitoIdentityPoolId: cognitoIdentity.identityPoolId,
          }),
    event: options.isChecked === true ? event : checkEvent(event),
    timeoutMs: configuration.timeoutSeconds * 1000,
    responseBytesMax,
  };
}

function checkEvent(event: Uint8Array): Uint8Array {
  if (event.byteLength <= limits.eventBytesMax) return parseEvent(event);
  throw new LamboxError(
    'EventTooLarge',
    `the event has ${event.byteLength} bytes, at most ${limits.eventBytesMax} are allowed`,
    { remedy: 'Send less, or put the data into a store and send where it is.' },
  );
}

/** Of UUIDs, which Node.js draws ahead: `randomBytes` makes a system call for every event. */
function randomDigits(count: number): string {
  let digits = '';
  // The twelve before the version's are random, every one.
  while (digits.length < count) digits += randomUUID().slice(0, 13).replace('-', '');
  return digits.slice(0, count);
}
