import type {
  DroppedOutput,
  EnvironmentLine,
  InitEnd,
  InitStart,
} from '../environment/serve-observer.ts';
import type { Clock } from '../timeline/clock.ts';
import type { LogEntry } from './invocation-result.ts';
import { createJsonLogFormat } from './json-log-format.ts';
import type { EventEnd, LogFormat, LoggedEvent } from './log-format.ts';
import { createTextLogFormat } from './text-log-format.ts';

/**
 * Lines that one result keeps; listeners get all. What is left out is said in the last one kept.
 */
const linesMax = 100_000;

/** One invocation's lines in CloudWatch's order (contract §5.2), each as it arrives. */
export class InvocationLog {
  readonly #entries: LogEntry[] = [];
  readonly #format: LogFormat;
  readonly #clock: Clock;
  /** When the event was accepted, on the monotonic clock. */
  readonly #acceptedAtMs: number;
  readonly #epochOf: LoggedEvent['epochOf'];
  readonly #listener: ((entry: LogEntry) => void) | null;
  #started = false;
  #dropped = 0;

  constructor(options: {
    readonly event: LoggedEvent;
    readonly clock: Clock;
    readonly acceptedAtMs: number;
    readonly listener: ((entry: LogEntry) => void) | null;
  }) {
    this.#format = createLogFormat(options.event);
    this.#clock = options.clock;
    this.#acceptedAtMs = options.acceptedAtMs;
    this.#epochOf = options.event.epochOf;
    this.#listener = options.listener;
  }

  /** A line of the function's or an extension's. */
  line(line: EnvironmentLine): void {
    const text = this.#format.line(line, this.#started);
    if (text === null) return;
    const { epochMs, origin, atMs } = line;
    this.#add({ text, offsetMs: atMs - this.#acceptedAtMs, epochMs, origin });
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
    this.#platform(this.#format.ended({ ...end, atMs: this.#clock.monotonicMs() }));
  }

  finish(): readonly LogEntry[] {
    if (this.#dropped > 0) {
      const text = `lambox: ${this.#dropped} lines left out here; at most ${linesMax} are kept`;
      this.#entries.push(this.#platformEntry(text));
    }
    return this.#entries;
  }

  #platform(lines: readonly string[]): void {
    for (const text of lines) this.#add(this.#platformEntry(text));
  }

  #platformEntry(text: string): LogEntry {
    const atMs = this.#clock.monotonicMs();
    const offsetMs = atMs - this.#acceptedAtMs;
    return { text, offsetMs, epochMs: this.#epochOf(atMs), origin: 'platform' };
  }

  #add(entry: LogEntry): void {
    this.#listener?.(entry);
    if (entry.origin !== 'platform' && this.#entries.length >= linesMax) this.#dropped += 1;
    else this.#entries.push(entry);
  }
}

function createLogFormat(event: LoggedEvent): LogFormat {
  const { applicationLogLevel, systemLogLevel } = event.logged.configuration.loggingConfig;
  if (applicationLogLevel === null || systemLogLevel === null) return createTextLogFormat(event);
  return createJsonLogFormat(event, { application: applicationLogLevel, system: systemLogLevel });
}
