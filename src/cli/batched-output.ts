import { drainedWrite } from './drained-write.ts';
import type { Output } from './streams.ts';

/**
 * How long a line may wait for others. A person does not notice; a busy server saves most
 * writes.
 */
const waitMs = 10;
const charactersMax = 65_536;

/**
 * Text for a stream, several pieces in one write. Writing to a file or a pipe blocks the
 * process, and three lines an event would cost more than everything else that is done for it.
 */
export class BatchedOutput implements AsyncDisposable {
  readonly #output: Output;
  #pieces: string[] = [];
  #characters = 0;
  #timer: NodeJS.Timeout | null = null;
  /** Settles when the stream takes more. */
  #full: Promise<void> | null = null;

  constructor(output: Output) {
    this.#output = output;
  }

  /** Returns a promise while the stream has enough. */
  write(text: string): void | Promise<void> {
    this.#pieces.push(text);
    this.#characters += text.length;
    if (this.#characters >= charactersMax) this.#flush();
    else this.#timer ??= setTimeout(() => this.#flush(), waitMs);
    return this.#full ?? undefined;
  }

  /** Writes what waits. It can be used again. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#flush();
  }

  #flush(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    if (this.#pieces.length === 0) return;
    const text = this.#pieces.join('');
    this.#pieces = [];
    this.#characters = 0;
    const full = drainedWrite(this.#output, text);
    if (full === undefined) return;
    this.#full = full;
    void full.then(() => {
      if (this.#full === full) this.#full = null;
    });
  }
}
