import type { MarkName } from '../timeline/timeline.ts';
import type {
  DroppedOutput,
  EnvironmentLine,
  InitEnd,
  InitObserver,
  InitStart,
} from './serve-observer.ts';

/** What is kept while no event is there to have it; the oldest goes first. */
const linesMax = 10_000;
const charactersMax = 8_388_608;

type Entry =
  | { readonly line: EnvironmentLine }
  | { readonly dropped: DroppedOutput }
  | { readonly start: InitStart }
  | { readonly end: InitEnd };

/**
 * What an environment says while it serves no event: init ahead of events, lines between a
 * completed event and the freeze. It belongs to the next event and is told again to it.
 */
export class Prelude implements InitObserver {
  #entries: Entry[] = [];
  #characters = 0;

  log(line: EnvironmentLine): void {
    this.#entries.push({ line });
    this.#characters += line.text.length;
    while (this.#entries.length > linesMax || this.#characters > charactersMax) {
      const oldest = this.#entries.shift();
      if (oldest !== undefined && 'line' in oldest) this.#characters -= oldest.line.text.length;
    }
  }

  logsDropped(dropped: DroppedOutput): void {
    this.#entries.push({ dropped });
  }

  initStarted(start: InitStart): void {
    this.#entries.push({ start });
  }

  initEnded(end: InitEnd): void {
    this.#entries.push({ end });
  }

  /** Moments before the event was accepted are not part of its timeline. */
  mark(_name: MarkName, _atMs: number): void {}

  replay(observer: InitObserver): void {
    const entries = this.#entries;
    this.#entries = [];
    this.#characters = 0;
    for (const entry of entries) {
      if ('line' in entry) observer.log(entry.line);
      else if ('dropped' in entry) observer.logsDropped(entry.dropped);
      else if ('start' in entry) observer.initStarted(entry.start);
      else observer.initEnded(entry.end);
    }
  }
}
