import type {
  InvocationCompletedFrame,
  ResponseEndFrame,
  ResponseHeadFrame,
} from '../channel/frames.ts';
import type { Failure } from '../environment/failure.ts';
import type {
  DroppedOutput,
  EnvironmentLine,
  InitEnd,
  InitStart,
  ServeObserver,
} from '../environment/serve-observer.ts';
import type { MarkName } from '../timeline/timeline.ts';
import { answerToFailure, answerToResponse, type CallerAnswer } from './caller-answer.ts';
import type { InvocationLog } from './invocation-log.ts';
import type { ProcessorTime } from './invocation-result.ts';
import type { EventEnd, RuntimeShare } from './log-format.ts';
import type { ResponseReceiver } from './response-receiver.ts';
import type { TimelineRecorder } from './timeline-recorder.ts';

/**
 * One event's life: pending → dispatched → answered → settled. It is answered once; the first
 * answer wins.
 */
export class Invocation implements ServeObserver {
  /** Resolves when the caller's answer is known, which may be before the environment is free. */
  readonly answered: Promise<CallerAnswer>;
  readonly #answer: (answer: CallerAnswer) => void;
  readonly #receiver: ResponseReceiver;
  readonly #requestId: string;
  readonly #timeoutSeconds: number;
  readonly #log: InvocationLog;
  readonly #timeline: TimelineRecorder;
  #given: CallerAnswer | null = null;
  #completed: InvocationCompletedFrame | null = null;
  #failure: Failure | null = null;
  #insideInitMs = 0;
  #sentAtMs: number | null = null;
  #responseBeganMs = 0;
  #answeredShare: Omit<RuntimeShare, 'doneMs'> | null = null;

  constructor(options: {
    readonly requestId: string;
    readonly timeoutSeconds: number;
    readonly log: InvocationLog;
    readonly timeline: TimelineRecorder;
    readonly receiver: ResponseReceiver;
  }) {
    const { promise, resolve } = Promise.withResolvers<CallerAnswer>();
    this.answered = promise;
    this.#answer = resolve;
    this.#requestId = options.requestId;
    this.#timeoutSeconds = options.timeoutSeconds;
    this.#log = options.log;
    this.#timeline = options.timeline;
    this.#receiver = options.receiver;
  }

  /** What REPORT needs, once the environment has settled. */
  get outcome() {
    return {
      completed: this.#completed,
      failure: this.#failure,
      insideInitMs: this.#insideInitMs,
    };
  }

  get processorTime(): ProcessorTime | null {
    if (this.#completed === null) return null;
    const { cpuUs, throttledUs, ranWhileFrozenUs } = this.#completed;
    return {
      usedMs: cpuUs / 1000,
      throttledMs: throttledUs / 1000,
      ranWhileFrozenMs: ranWhileFrozenUs / 1000,
    };
  }

  /** What the log's end says of the runtime. */
  get runtimePart(): Pick<EventEnd, 'sentAtMs' | 'runtime'> {
    const doneUs = this.#completed?.runtimeDurationUs;
    const doneMs = doneUs === undefined ? null : doneUs / 1000;
    const share = this.#answeredShare;
    return { sentAtMs: this.#sentAtMs, runtime: share === null ? null : { ...share, doneMs } };
  }

  mark(name: MarkName, atMs: number): void {
    this.#timeline.mark(name, atMs);
    if (name !== 'eventSent') return;
    this.#sentAtMs = atMs;
    this.#log.started(atMs);
  }

  log(line: EnvironmentLine): void | Promise<void> {
    return this.#log.line(line);
  }

  logsDropped(dropped: DroppedOutput): void {
    this.#log.dropped(dropped);
  }

  initStarted(start: InitStart): void {
    this.#log.initStarted(start);
  }

  initEnded(end: InitEnd): void {
    this.#log.initEnded(end);
    if (end.phase === 'invoke' && end.status === 'success') this.#insideInitMs = end.durationMs;
  }

  responseHead(head: ResponseHeadFrame): void {
    this.#responseBeganMs = head.sinceUs / 1000;
    this.#receiver.begin(head);
  }

  responseChunk(bytes: Uint8Array): void | Promise<void> {
    return this.#receiver.add(bytes);
  }

  responseEnd(end: ResponseEndFrame): void {
    const response = this.#receiver.finish(end);
    this.#answeredShare ??= {
      responseBeganMs: this.#responseBeganMs,
      responseEndedMs: end.sinceUs / 1000,
      producedBytes: end.bytes,
    };
    if (response === null) return;
    const { bytesMax } = this.#receiver;
    this.#settleAnswer(answerToResponse(response, this.#requestId, bytesMax));
  }

  /**
   * An answer that was given before stands; the failure is then for REPORT alone (contract §1.6).
   */
  failed(failure: Failure): void {
    this.#failure ??= failure;
    if (failure.kind === 'timeout') this.#timeline.mark('deadlineExceeded');
    this.#settleAnswer(answerToFailure(failure, this.#requestId, this.#timeoutSeconds));
  }

  completed(completed: InvocationCompletedFrame): void {
    this.#completed = completed;
  }

  #settleAnswer(answer: CallerAnswer): void {
    if (this.#given !== null) return;
    this.#given = answer;
    this.#timeline.answered();
    this.#answer(answer);
  }
}
