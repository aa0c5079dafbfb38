import type { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import type { ContainerExit, ContainerId } from '../container-engine.ts';
import type { DockerConnection } from './docker-connection.ts';
import { readJsonLines } from './json-lines.ts';

/** The label that all our containers carry. */
const ownLabel = 'dev.lambox.run';

/**
 * Wait before the event stream is opened again, in milliseconds, doubled with each failure up
 * to the second.
 */
const reopenDelayMs = 50;
const reopenDelayMaxMs = 2_000;

/** As the engine says SIGKILL. */
const killSignal = '9';

/** Of a kill its signal, of a death its exit code. */
interface EndAttributes {
  readonly signal?: string;
  readonly exitCode?: string;
}

/** The members of an event that we read. `timeNano` is the engine's clock. */
interface EndEvent {
  /** A `kill` is told before the `die` that it brings about. */
  readonly Action: 'kill' | 'die';
  readonly Actor: { readonly ID: string; readonly Attributes: EndAttributes };
  readonly time: number;
  readonly timeNano: number;
}

export type ExitListener = (exit: ContainerExit) => void;

/**
 * The ends of our containers, told to any number of listeners from one event stream. A stream that
 * breaks is opened again and goes on where it broke; the engine remembers its last few hundred
 * events, none of those before its own restart.
 */
export class ExitEvents {
  readonly #connection: DockerConnection;
  readonly #listeners = new Set<ExitListener>();
  #stream: Promise<Readable> | null = null;
  /** Ends the reading of the present stream; another one begins with the next first listener. */
  #abort = new AbortController();
  #last: EndEvent | null = null;
  /** Those that somebody killed and that have not ended yet. */
  readonly #killed = new Set<ContainerId>();

  constructor(connection: DockerConnection) {
    this.#connection = connection;
  }

  /** Resolves when the stream is open: an exit after that is not missed. */
  async watch(listener: ExitListener): Promise<() => void> {
    this.#listeners.add(listener);
    try {
      this.#stream ??= this.#begin();
      await this.#stream;
    } catch (error) {
      this.#listeners.delete(listener);
      throw error;
    }
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size === 0) {
        this.close();
      }
    };
  }

  close(): void {
    this.#abort.abort();
    this.#listeners.clear();
    this.#stream = null;
  }

  async #begin(): Promise<Readable> {
    this.#abort = new AbortController();
    const { signal } = this.#abort;
    try {
      const stream = await this.#open(signal);
      void this.#follow(stream, signal);
      return stream;
    } catch (error) {
      this.#stream = null;
      throw error;
    }
  }

  async #open(closed: AbortSignal): Promise<Readable> {
    const filters = JSON.stringify({
      type: ['container'],
      event: ['kill', 'die'],
      label: [ownLabel],
    });
    const since = this.#last === null ? {} : { since: this.#last.time };
    const stream = (await this.#connection.openStream('watchExits', (docker, abortSignal) =>
      docker.getEvents({ filters, ...since, abortSignal }),
    )) as Readable;
    if (closed.aborted) {
      stream.destroy();
    }
    closed.addEventListener('abort', () => stream.destroy(), { once: true });
    return stream;
  }

  async #follow(first: Readable, closed: AbortSignal): Promise<void> {
    let stream: Readable | null = first;
    let waitMs = reopenDelayMs;
    while (!closed.aborted) {
      if (stream !== null) {
        await this.#read(stream).catch(ignoreBreak);
      }
      if (closed.aborted) {
        return;
      }
      await delay(waitMs, undefined, { signal: closed }).catch(ignoreBreak);
      stream = closed.aborted ? null : await this.#open(closed).catch(() => null);
      waitMs = stream === null ? Math.min(waitMs * 2, reopenDelayMaxMs) : reopenDelayMs;
    }
  }

  async #read(stream: Readable): Promise<void> {
    for await (const line of readJsonLines(stream)) {
      const event = line as EndEvent;
      // Asked for from a whole second on, the engine repeats what it has told.
      if (this.#last !== null && event.timeNano <= this.#last.timeNano) {
        continue;
      }
      this.#last = event;
      if (event.Action === 'kill') this.#noteKill(event);
      else this.#tellExit(event);
    }
  }

  #noteKill({ Actor: { ID: id, Attributes } }: EndEvent): void {
    if (Attributes.signal === killSignal) this.#killed.add(id);
  }

  #tellExit({ Actor: { ID: id, Attributes } }: EndEvent): void {
    const killed = this.#killed.delete(id);
    for (const listener of [...this.#listeners]) {
      listener({ id, exitCode: Number(Attributes.exitCode), killed });
    }
  }
}

/** A stream that breaks is nothing to report: the loop opens the next one. */
function ignoreBreak(): void {}
