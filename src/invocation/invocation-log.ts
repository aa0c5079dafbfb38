import type { EnvironmentLine, InitEnd } from '../environment/serve-observer.ts';
import { endLine, extensionLine, initReportLine, startLine } from '../lambda/log-lines.ts';
import type { LogEntry } from './invocation-result.ts';

/**
 * Lines that one result keeps; listeners get all. What is left out is said in the last one kept.
 */
const linesMax = 100_000;

/** One invocation's lines in CloudWatch's order (contract §5.2), each as it arrives. */
export class InvocationLog {
  readonly #entries: LogEntry[] = [];
  readonly #requestId: string;
  readonly #version: string;
  /** Milliseconds since the event was accepted. */
  readonly #now: () => number;
  readonly #listener: ((entry: LogEntry) => void) | null;
  #started = false;
  #dropped = 0;

  constructor(options: {
    readonly requestId: string;
    readonly version: string;
    readonly now: () => number;
    readonly listener: ((entry: LogEntry) => void) | null;
  }) {
    this.#requestId = options.requestId;
    this.#version = options.version;
    this.#now = options.now;
    this.#listener = options.listener;
  }

  /** A line of the function's or an extension's. */
  line(line: EnvironmentLine, offsetMs: number): void {
    this.#add({ text: line.text, offsetMs, origin: line.origin });
  }

  initEnded(end: InitEnd): void {
    for (const extension of end.extensions) this.platform(extensionLine(extension));
    if (end.status === 'success') return;
    const { phase, status, errorType } = end;
    this.platform(initReportLine({ initDurationMs: end.durationMs, phase, status, errorType }));
  }

  /**
   * The event is on its way to the runtime, or will never be: START stands before END in either
   * case.
   */
  started(): void {
    if (this.#started) return;
    this.#started = true;
    this.platform(startLine(this.#requestId, this.#version));
  }

  ended(report: string): void {
    this.started();
    this.platform(endLine(this.#requestId));
    this.platform(report);
  }

  /** A line of the platform's, with the line break that CloudWatch stores. */
  platform(line: string): void {
    const text = line.endsWith('\n') ? line.slice(0, -1) : line;
    this.#add({ text, offsetMs: this.#now(), origin: 'platform' });
  }

  finish(): readonly LogEntry[] {
    if (this.#dropped > 0) {
      const text = `lambox: ${this.#dropped} lines left out here; at most ${linesMax} are kept`;
      this.#entries.push({ text, offsetMs: this.#now(), origin: 'platform' });
    }
    return this.#entries;
  }

  #add(entry: LogEntry): void {
    this.#listener?.(entry);
    if (entry.origin !== 'platform' && this.#entries.length >= linesMax) this.#dropped += 1;
    else this.#entries.push(entry);
  }
}
