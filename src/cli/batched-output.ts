import type { Writable } from 'node:stream';

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
  readonly #output: Writable;
  #pieces: string[] = [];
  #characters = 0;
  #timer: NodeJS.Timeout | null = null;

  constructor(output: Writable) {
    this.#output = output;
  }

  write(text: string): void {
    this.#pieces.push(text);
    this.#characters += text.length;
    if (this.#characters >= charactersMax) this.#flush();
    else this.#timer ??= setTimeout(() => this.#flush(), waitMs);
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
    this.#output.write(text);
  }
}
