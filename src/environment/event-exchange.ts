import type { Channel } from '../channel/channel.ts';
import { createEventSender, type EventSender } from '../channel/event-sender.ts';
import type { GuestFrame, InvocationCompletedFrame } from '../channel/frames.ts';
import { createResponseCredit, type ResponseCredit } from '../channel/response-credit.ts';
import type { Clock } from '../timeline/clock.ts';
import type { EventRequest } from './event-request.ts';
import { type Failure, faultFailure, timeoutFailure } from './failure.ts';
import { type Fault, faultOf } from './fault.ts';
import type { ServeObserver } from './serve-observer.ts';

/** How the conversation about one event ended. */
export type ExchangeOutcome =
  | { readonly kind: 'completed'; readonly completed: InvocationCompletedFrame }
  | { readonly kind: 'timedOut' }
  | {
      readonly kind: 'failed';
      readonly fault: Fault;
      readonly durationMs: number;
      /** The caller has the whole answer. */
      readonly answered: boolean;
    };

/** One event's conversation with the guest: invoke, response, completion. The deadline is ours. */
export class EventExchange {
  readonly outcome: Promise<ExchangeOutcome>;
  /** Whether the outcome is known: what comes later is not this event's. */
  settled = false;
  readonly #settle: (outcome: ExchangeOutcome) => void;
  readonly #clock: Clock;
  readonly #observer: ServeObserver;
  readonly #sender: EventSender;
  readonly #credit: ResponseCredit;
  readonly #sentAtMs: number;
  readonly #timer: NodeJS.Timeout;
  #outOfMemory = false;
  #answered = false;

  constructor(options: {
    readonly clock: Clock;
    readonly channel: Channel;
    readonly request: EventRequest;
    readonly remainingMs: number;
    readonly observer: ServeObserver;
  }) {
    const { channel, request } = options;
    const { promise, resolve } = Promise.withResolvers<ExchangeOutcome>();
    this.outcome = promise;
    this.#settle = (outcome) => {
      this.settled = true;
      clearTimeout(this.#timer);
      this.#credit.close();
      resolve(outcome);
    };
    this.#clock = options.clock;
    this.#observer = options.observer;
    this.#sender = createEventSender(channel, request.event);
    this.#credit = createResponseCredit(channel);
    this.#timer = setTimeout(() => this.#settle({ kind: 'timedOut' }), options.remainingMs);
    this.#sentAtMs = options.clock.monotonicMs();
    channel.send(
      {
        kind: 'invoke',
        requestId: request.requestId,
        invocationId: request.invocationId,
        functionArn: request.functionArn,
        traceId: request.traceId,
        clientContext: request.clientContext,
        cognitoIdentity: request.cognitoIdentity,
        tenantId: '',
        contentType: 'application/json',
        remainingMs: options.remainingMs,
        eventBytes: request.event.byteLength,
        responseBytesMax: request.responseBytesMax,
      },
      ...this.#sender.firstFrames(),
    );
    options.observer.mark('eventSent', this.#sentAtMs);
  }

  onFrame(frame: GuestFrame): void {
    switch (frame.kind) {
      case 'eventCredit':
        this.#sender.onCredit(frame.bytes);
        return;
      case 'resend':
        this.#sender.restart();
        return;
      case 'responseHead':
        this.#observer.mark('firstByte', this.#clock.monotonicMs());
        this.#observer.responseHead(frame);
        return;
      case 'responseChunk':
        this.#consume(frame.bytes);
        return;
      case 'responseEnd':
        this.#credit.close();
        this.#answered = true;
        this.#observer.responseEnd(frame);
        return;
      case 'outOfMemory':
        this.#outOfMemory = true;
        return;
      case 'processExited':
      case 'extensionError':
        this.lost(faultOf(frame, { outOfMemory: this.#outOfMemory, body: null }));
        return;
      case 'invocationCompleted':
        this.#settle({ kind: 'completed', completed: frame });
        return;
      default:
        return;
    }
  }

  /** A process that should run ended, or the container or the channel went. */
  lost(fault: Fault): void {
    const durationMs = this.#clock.monotonicMs() - this.#sentAtMs;
    this.#settle({ kind: 'failed', fault, durationMs, answered: this.#answered });
  }

  #consume(bytes: Uint8Array): void {
    const consumed = this.#observer.responseChunk(bytes);
    if (consumed === undefined) this.#credit.consumed(bytes.byteLength);
    else void consumed.then(() => this.#credit.consumed(bytes.byteLength));
  }
}

/** An event whose conversation broke off. A deadline is exactly the timeout (contract §3.4). */
export function exchangeFailure(
  outcome: Exclude<ExchangeOutcome, { kind: 'completed' }>,
  timeoutMs: number,
): Failure {
  return outcome.kind === 'timedOut'
    ? timeoutFailure('invoke', timeoutMs)
    : faultFailure('invoke', outcome.fault, outcome.durationMs);
}
