import type { IncomingHttpHeaders } from 'node:http';
import {
  type ApiError,
  type InvocationType,
  invalidClientContext,
  validationFailed,
} from '../lambda/api-errors.ts';
import { limits } from '../lambda/limits.ts';

const logTypes = ['None', 'Tail'] as const;

const noClientContext = invalidClientContext('must be a valid Base64-encoded JSON object.');

/** What Invoke's headers say (contract §7.1). */
export interface InvokeRequest {
  readonly invocationType: InvocationType;
  readonly logType: (typeof logTypes)[number];
  /** JSON text. */
  readonly clientContext?: string;
  readonly traceId?: string;
}

/** @param types those that the operation has, in the order in which AWS names them */
export function parseInvokeRequest(
  headers: IncomingHttpHeaders,
  types: readonly InvocationType[],
): InvokeRequest | ApiError {
  const invocationType = headerOf(headers, 'x-amz-invocation-type') ?? 'RequestResponse';
  if (!isOneOf(types, invocationType)) {
    return notInSet('invocationType', invocationType, types);
  }
  const logType = headerOf(headers, 'x-amz-log-type') ?? 'None';
  if (!isOneOf(logTypes, logType)) return notInSet('logType', logType, logTypes);
  const encoded = headerOf(headers, 'x-amz-client-context');
  const clientContext = encoded === undefined ? undefined : decodeClientContext(encoded);
  if (typeof clientContext === 'object') return clientContext;
  const traceId = headerOf(headers, 'x-amzn-trace-id');
  return {
    invocationType,
    logType,
    ...(clientContext !== undefined && { clientContext }),
    ...(traceId !== undefined && { traceId }),
  };
}

/** At most 3,583 bytes of base64 of a JSON object (row 7.1-4). */
function decodeClientContext(encoded: string): string | ApiError {
  if (encoded.length > limits.clientContextBytesMax || !/^[A-Za-z0-9+/_-]*={0,2}$/.test(encoded)) {
    return noClientContext;
  }
  const text = Buffer.from(encoded, 'base64').toString();
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === 'object' && parsed !== null ? text : noClientContext;
  } catch {
    return noClientContext;
  }
}

function headerOf(headers: IncomingHttpHeaders, name: string): string | undefined {
  const value = headers[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function isOneOf<T extends string>(set: readonly T[], value: string): value is T {
  return (set as readonly string[]).includes(value);
}

function notInSet(member: string, value: string, set: readonly string[]): ApiError {
  const names = set.join(', ');
  return validationFailed(value, member, `Member must satisfy enum value set: [${names}]`);
}
