import type { EventRequest } from '../environment/event-request.ts';
import type { Pool, Reservation } from '../environment/pool.ts';
import type { FunctionConfiguration } from '../lambda/function-configuration.ts';
import { limits } from '../lambda/limits.ts';
import { sampledTrace } from '../lambda/trace-ids.ts';
import { type Clock, epochOf } from '../timeline/clock.ts';
import type { Answer, Dispatched } from './answer.ts';
import { Bandwidth } from './bandwidth.ts';
import type { CallerAnswer } from './caller-answer.ts';
import { Invocation } from './invocation.ts';
import { InvocationLog, type LogListener } from './invocation-log.ts';
import type { InvocationResult } from './invocation-result.ts';
import type { InvokeOptions } from './invoke-options.ts';
import { type LimitFacts, type LimitUse, listLimitUses } from './limit-uses.ts';
import type { LoggedEvent } from './log-format.ts';
import type { LoggedFunction } from './logged-function.ts';
import { parsePayload } from './payload.ts';
import { createReport, type Report } from './report.ts';
import { type ResolvedOptions, resolveOptions, resolveRequest } from './request.ts';
import { ResponseCollector } from './response-collector.ts';
import type { ResponseReceiver } from './response-receiver.ts';
import type { DispatchedStream, StreamHead, StreamOptions } from './streamed-answer.ts';
import { StreamedResponse } from './streamed-response.ts';
import { TimelineRecorder } from './timeline-recorder.ts';

export interface DispatcherParts {
  readonly clock: Clock;
  readonly pool: Pool;
  readonly configuration: FunctionConfiguration;
  readonly logged: LoggedFunction;
  readonly functionArn: string;
  /** Whether streamed responses are held to Lambda's speed. */
  readonly limitBandwidth: boolean;
  readonly onLog: LogListener | null;
  /** Where each result is to say how close it came to each limit. */
  readonly reportLimits: Pick<LimitFacts, 'codeSizeBytes'> | null;
}

/** Takes events of one function version to environments, and their answers back. */
export interface Dispatcher {
  /** Never throws: what the caller did wrong rejects both promises. */
  dispatch(event: Uint8Array, options: InvokeOptions): Dispatched;
  /** Likewise, all three; the body is destroyed. */
  dispatchStream(event: Uint8Array, options: StreamOptions): DispatchedStream;
}

/** Where an event's answer goes. */
interface AnswerWay {
  readonly receiver: ResponseReceiver;
  readonly answered: (answer: CallerAnswer) => void;
}

export function createDispatcher(parts: DispatcherParts): Dispatcher {
  return {
    dispatch(event, options) {
      const resolved = resolveOptions(options, parts.clock);
      const answered = Promise.withResolvers<Answer>();
      const settled = serve(parts, event, resolved, {
        receiver: new ResponseCollector(),
        answered: (answer) => answered.resolve(callerAnswer(answer, resolved, parts)),
      });
      settled.catch(answered.reject);
      ignoreRejection(answered.promise);
      return { requestId: resolved.requestId, answered: answered.promise, settled };
    },
    dispatchStream(event, options) {
      const resolved = resolveOptions(options, parts.clock);
      const streamed = new StreamedResponse({
        bandwidth: parts.limitBandwidth ? createBandwidth(parts.clock) : null,
        separateMetadata: options.separateMetadata ?? false,
      });
      const settled = serve(parts, event, resolved, {
        receiver: streamed,
        answered: (answer) => streamed.settle(answer),
      });
      settled.catch((error: unknown) => streamed.fail(error));
      return { ...streamOf(streamed, resolved, parts), settled };
    },
  };
}

function streamOf(
  { beginning, ended, body }: StreamedResponse,
  { requestId, traceId }: ResolvedOptions,
  { configuration }: DispatcherParts,
): Omit<DispatchedStream, 'settled'> {
  const head = beginning.then(
    (members): StreamHead => ({
      requestId,
      statusCode: 200,
      executedVersion: configuration.version,
      traceId,
      ...members,
    }),
  );
  ignoreRejection(head);
  ignoreRejection(ended);
  return { requestId, head, body, end: ended };
}

/** A caller may wait for another promise alone, which says the same. */
function ignoreRejection(promise: Promise<unknown>): void {
  promise.catch(() => undefined);
}

function createBandwidth(clock: Clock): Bandwidth {
  return new Bandwidth({
    clock,
    burstBytes: limits.streamedResponseBurstBytes,
    bytesPerSecond: limits.streamedResponseBytesPerSecond,
  });
}

async function serve(
  parts: DispatcherParts,
  event: Uint8Array,
  options: ResolvedOptions,
  { receiver, answered }: AnswerWay,
): Promise<InvocationResult> {
  const { clock, configuration, pool } = parts;
  const timeline = new TimelineRecorder(clock);
  const request = resolveRequest(parts, event, options, receiver.bytesMax);
  const reservation = await pool.reserve();
  markLaunch(timeline, reservation);
  const { requestId } = request;
  const { environment } = reservation;
  const log = new InvocationLog({
    event: loggedEvent(parts, request, environment.logStreamName),
    clock,
    acceptedAtMs: timeline.acceptedAtMs,
    listener: parts.onLog,
  });
  const { timeoutSeconds } = configuration;
  const invocation = new Invocation({ requestId, timeoutSeconds, log, timeline, receiver });
  void invocation.answered.then((answer) => {
    pool.answered(environment);
    answered(answer);
  });
  await serveOrTerminate(reservation, request, invocation);
  const answer = await invocation.answered;
  const report = endLog(reservation, invocation, log, configuration.memorySizeMb, answer);
  const limitUses = await limitUsesOf(parts, reservation, {
    eventBytes: event.byteLength,
    responseBytes: invocation.runtimePart.runtime?.producedBytes ?? answer.payloadBytes.byteLength,
    responseBytesMax: receiver.bytesMax,
    report,
  });
  await pool.release(environment);
  const { startKind, startReason } = reservation;
  return {
    ...callerAnswer(answer, options, parts),
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
    processorTime: invocation.processorTime,
    ...(limitUses !== null && { limits: limitUses }),
  };
}

/** Asks the environment while it still has what the event left; only where that was asked for. */
async function limitUsesOf(
  { configuration, reportLimits }: DispatcherParts,
  { environment }: Reservation,
  facts: Pick<LimitFacts, 'eventBytes' | 'responseBytes' | 'responseBytesMax' | 'report'>,
): Promise<readonly LimitUse[] | null> {
  if (reportLimits === null) return null;
  const stats = await environment.stats();
  return listLimitUses({ ...reportLimits, ...facts, configuration, stats });
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
  return {
    logged,
    requestId,
    functionArn,
    logStreamName,
    trace: sampledTrace(traceId),
    epochOf: (monotonicMs) => epochOf(clock, monotonicMs),
  };
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
  { requestId, traceId }: ResolvedOptions,
  { configuration }: DispatcherParts,
): Answer {
  return {
    requestId,
    statusCode: 200,
    functionError: answer.functionError,
    payloadBytes: answer.payloadBytes,
    contentType: answer.contentType,
    executedVersion: configuration.version,
    traceId,
  };
}
