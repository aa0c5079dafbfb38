import { randomUUID } from 'node:crypto';
import type { EventRequest } from '../environment/event-request.ts';
import type { Pool, Reservation } from '../environment/pool.ts';
import { LamboxError } from '../errors.ts';
import type { FunctionConfiguration } from '../lambda/function-configuration.ts';
import { parseEvent } from '../lambda/json-syntax.ts';
import { limits } from '../lambda/limits.ts';
import { sampledTrace, traceHeader } from '../lambda/trace-ids.ts';
import type { Clock } from '../timeline/clock.ts';
import type { Answer, Dispatched } from './answer.ts';
import type { CallerAnswer } from './caller-answer.ts';
import { Invocation } from './invocation.ts';
import { InvocationLog } from './invocation-log.ts';
import type { InvocationResult, LogEntry, Report } from './invocation-result.ts';
import type { InvokeOptions } from './invoke-options.ts';
import type { LoggedEvent } from './log-format.ts';
import type { LoggedFunction } from './logged-function.ts';
import { parsePayload } from './payload.ts';
import { createReport } from './report.ts';
import { TimelineRecorder } from './timeline-recorder.ts';

export interface DispatcherParts {
  readonly clock: Clock;
  readonly pool: Pool;
  readonly configuration: FunctionConfiguration;
  readonly logged: LoggedFunction;
  readonly functionArn: string;
  readonly onLog: ((entry: LogEntry) => void) | null;
}

/** Takes events of one function version to environments, and their answers back. */
export interface Dispatcher {
  /** Never throws: what the caller did wrong rejects both promises. */
  dispatch(event: Uint8Array, options: InvokeOptions): Dispatched;
}

export function createDispatcher(parts: DispatcherParts): Dispatcher {
  return {
    dispatch(event, options) {
      const requestId = options.requestId ?? randomUUID();
      const answered = Promise.withResolvers<Answer>();
      const settled = serve(parts, event, { ...options, requestId }, answered.resolve);
      // A caller may wait for one of the two alone; the other's rejection is not an unhandled one.
      settled.catch(answered.reject);
      answered.promise.catch(() => undefined);
      return { requestId, answered: answered.promise, settled };
    },
  };
}

async function serve(
  parts: DispatcherParts,
  event: Uint8Array,
  options: InvokeOptions & { readonly requestId: string },
  answered: (answer: Answer) => void,
): Promise<InvocationResult> {
  const { clock, configuration, pool } = parts;
  const timeline = new TimelineRecorder(clock);
  const request = createRequest(parts, checkEvent(event), options);
  const reservation = await pool.reserve();
  markLaunch(timeline, reservation);
  const { environment } = reservation;
  const log = new InvocationLog({
    event: loggedEvent(parts, request, environment.logStreamName),
    clock,
    acceptedAtMs: timeline.acceptedAtMs,
    listener: parts.onLog,
  });
  const { timeoutSeconds } = configuration;
  const { requestId } = request;
  const invocation = new Invocation({ requestId, timeoutSeconds, log, timeline });
  void invocation.answered.then((answer) => {
    pool.answered(environment);
    answered(callerAnswer(answer, request, configuration));
  });
  await serveOrTerminate(reservation, request, invocation);
  const answer = await invocation.answered;
  const report = endLog(reservation, invocation, log, configuration.memorySizeMb, answer);
  await pool.release(environment);
  const { startKind, startReason } = reservation;
  return {
    ...callerAnswer(answer, request, configuration),
    environmentId: environment.id,
    logStreamName: environment.logStreamName,
    startKind,
    startReason,
    // Only whoever looks pays for the parsing: an answer on its way to a caller is never parsed.
    get payload() {
      return parsePayload(answer.payloadBytes);
    },
    logs: log.finish(),
    report,
    timeline: timeline.finish(),
  };
}

/** An environment that breaks its own rules is not used again. */
async function serveOrTerminate(
  { environment }: Reservation,
  request: EventRequest,
  invocation: Invocation,
): Promise<void> {
  try {
    await environment.serve(request, invocation);
  } catch (error) {
    await environment.terminate('brokenRules');
    throw error;
  }
}

/**
 * While the environment is still this event's: its memory and its init duration are the next
 * event's later.
 */
function endLog(
  { environment }: Reservation,
  invocation: Invocation,
  log: InvocationLog,
  memorySizeMb: number,
  { errorType }: CallerAnswer,
): Report {
  const { report, ending } = createReport({
    memorySizeMb,
    memoryBytesMax: environment.memoryBytesMax,
    initDurationMs: environment.takeInitDuration(),
    errorType,
    ...invocation.outcome,
  });
  log.ended({ report, ending, ...invocation.runtimePart });
  return report;
}

function loggedEvent(
  { clock, logged }: DispatcherParts,
  { requestId, functionArn, traceId }: EventRequest,
  logStreamName: string,
): LoggedEvent {
  const epochOf = (monotonicMs: number) => clock.epochMs() - clock.monotonicMs() + monotonicMs;
  return { logged, requestId, functionArn, logStreamName, trace: sampledTrace(traceId), epochOf };
}

/** @throws LamboxError `EventTooLarge`, `InvalidEvent` */
function checkEvent(event: Uint8Array): Uint8Array {
  if (event.byteLength <= limits.eventBytesMax) return parseEvent(event);
  throw new LamboxError(
    'EventTooLarge',
    `the event has ${event.byteLength} bytes, at most ${limits.eventBytesMax} are allowed`,
    { remedy: 'Send less, or put the data into a store and send where it is.' },
  );
}

function createRequest(
  { clock, configuration, functionArn }: DispatcherParts,
  event: Uint8Array,
  options: InvokeOptions & { readonly requestId: string },
): EventRequest {
  const { cognitoIdentity } = options;
  return {
    requestId: options.requestId,
    invocationId: randomUUID(),
    functionArn: options.invokedFunctionArn ?? functionArn,
    traceId: traceHeader(options.traceId ?? null, clock.epochMs(), randomDigits),
    clientContext: options.clientContext ?? '',
    cognitoIdentity:
      cognitoIdentity === undefined
        ? ''
        : JSON.stringify({
            cognitoIdentityId: cognitoIdentity.identityId,
            cognitoIdentityPoolId: cognitoIdentity.identityPoolId,
          }),
    event,
    timeoutMs: configuration.timeoutSeconds * 1000,
    responseBytesMax: limits.responseBytesMax,
  };
}

/** Of UUIDs, which Node.js draws ahead: `randomBytes` makes a system call for every event. */
function randomDigits(count: number): string {
  let digits = '';
  // The twelve before the version's are random, every one.
  while (digits.length < count) digits += randomUUID().slice(0, 13).replace('-', '');
  return digits.slice(0, count);
}

function markLaunch(timeline: TimelineRecorder, { launch }: Reservation): void {
  if (launch === null) return;
  timeline.mark('reserved', launch.beganAtMs);
  timeline.mark('containerCreated', launch.createdAtMs);
  timeline.mark('containerStarted', launch.startedAtMs);
  timeline.mark('shimConnected', launch.connectedAtMs);
}

function callerAnswer(
  answer: CallerAnswer,
  request: EventRequest,
  configuration: FunctionConfiguration,
): Answer {
  return {
    requestId: request.requestId,
    statusCode: 200,
    functionError: answer.functionError,
    payloadBytes: answer.payloadBytes,
    contentType: answer.contentType,
    executedVersion: configuration.version,
    traceId: request.traceId,
  };
}
