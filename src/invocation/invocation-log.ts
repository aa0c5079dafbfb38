import type {
  DroppedOutput,
  EnvironmentLine,
  InitEnd,
  InitStart,
} from '../environment/serve-observer.ts';
import { type Clock, epochOf } from '../timeline/clock.ts';
import type { LogEntry } from './invocation-result.ts';
import { createJsonLogFormat } from './json-log-format.ts';
import type { EventEnd, LogFormat, LoggedEvent } from './log-format.ts';
import { createTextLogFormat } from './text-log-format.ts';

/**
 * What one result keeps; listeners get all. What is left out is said in the place of it. A line can
 * have 262,144 bytes, so their number alone is no bound.
 */
const linesMax = 100_000;
const charactersMax = 33_554_432;

/**
 * Is told each line as it arrives. Where it returns a promise, the function waits for it as it
 * would for a full pipe.
 */
export type LogListener = (entry: LogEntry) => unknown;

/** One invocation's lines in CloudWatch's order (contract §5.2), each as it arrives. */
export class InvocationLog {
  readonly #entries: LogEntry[] = [];
  readonly #format: LogFormat;
  readonly #clock: Clock;
  /** When the event was accepted, on the monotonic clock. */
  readonly #acceptedAtMs: number;
  readonly #listener: LogListener | null;
  #started = false;
  #dropped = 0;
  #characters = 0;

  constructor(options: {
    readonly event: LoggedEvent;
    readonly clock: Clock;
    readonly acceptedAtMs: number;
    readonly listener: LogListener | null;
  }) {
    this.#format = createLogFormat(options.event);
    this.#clock = options.clock;
    this.#acceptedAtMs = options.acceptedAtMs;
    this.#listener = options.listener;
  }

  /** A line of the function's or an extension's. */
  line(line: EnvironmentLine): void | Promise<void> {
    const text = this.#format.line(line, this.#started);
    if (text === null) return;
    const { epochMs, origin, atMs } = line;
    return this.#add({ text, offsetMs: atMs - this.#acceptedAtMs, epochMs, origin });
  }

  dropped(dropped: DroppedOutput): void {
    this.#platform(this.#format.dropped(dropped));
  }

  initStarted(start: InitStart): void {
    this.#platform(this.#format.initStarted(start));
  }

  initEnded(end: InitEnd): void {
    this.#platform(this.#format.initEnded(end));
  }

  /**
   * The event is on its way to the runtime, or will never be: START stands before END in either
   * case.
   */
  started(atMs = this.#clock.monotonicMs()): void {
    if (this.#started) return;
    this.#started = true;
    this.#platform(this.#format.started(atMs));
  }

  ended(end: Omit<EventEnd, 'atMs'>): void {
    this.started();
    this.#sayLeftOut();
    this.#platform(this.#format.ended({ ...end, atMs: this.#clock.monotonicMs() }));
  }

  finish(): readonly LogEntry[] {
    return this.#entries;
  }

  /** Stands where the lines would. */
  #sayLeftOut(): void {
    if (this.#dropped === 0) return;
    const most = `${linesMax} with ${charactersMax} characters`;
    const text = `lambox: ${this.#dropped} lines left out here; at most ${most} are kept`;
    this.#entries.push(this.#platformEntry(text));
  }

  #platform(lines: readonly string[]): void {
    for (const text of lines) this.#add(this.#platformEntry(text));
  }

  #platformEntry(text: string): LogEntry {
    const atMs = this.#clock.monotonicMs();
    const offsetMs = atMs - this.#acceptedAtMs;
    return { text, offsetMs, epochMs: epochOf(this.#clock, atMs), origin: 'platform' };
  }

  #add(entry: LogEntry): void | Promise<void> {
    this.#characters += entry.text.length;
    const full = this.#entries.length >= linesMax || this.#characters > charactersMax;
    if (full && entry.origin !== 'platform') this.#dropped += 1;
    else this.#entries.push(entry);
    const taken = this.#listener?.(entry);
    return taken instanceof Promise ? taken : undefined;
  }
}

function createLogFormat(event: LoggedEvent): LogFormat {
  const { applicationLogLevel, systemLogLevel } = event.logged.configuration.loggingConfig;
  if (applicationLogLevel === null || systemLogLevel === null) return createTextLogFormat(event);
  return createJsonLogFormat(event, { application: applicationLogLevel, system: systemLogLevel });
}
