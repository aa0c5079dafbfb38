import { PassThrough, Readable, Writable } from 'node:stream';
import type { Streams } from '../../src/cli/streams.ts';

/** Streams of a command that a test reads afterwards. */
export interface MemoryStreams extends Streams {
  readonly out: () => string;
  readonly err: () => string;
  /** Resolves when stderr holds the text. */
  readonly said: (text: string) => Promise<void>;
  /** Resolves when stdout holds the text. */
  readonly printed: (text: string) => Promise<void>;
}

export function createMemoryStreams(input: string | null = ''): MemoryStreams {
  const stdout = new Collector();
  const stderr = new Collector();
  return {
    stdin: input === null ? new PassThrough() : Readable.from([Buffer.from(input)]),
    stdout,
    stderr,
    out: () => stdout.text(),
    err: () => stderr.text(),
    said: (text) => stderr.until(text),
    printed: (text) => stdout.until(text),
  };
}

class Collector extends Writable {
  readonly #chunks: Buffer[] = [];
  readonly #waiting = new Set<() => void>();

  text(): string {
    return Buffer.concat(this.#chunks).toString();
  }

  until(text: string): Promise<void> {
    return new Promise((resolve) => {
      const check = () => {
        if (!this.text().includes(text)) return;
        this.#waiting.delete(check);
        resolve();
      };
      this.#waiting.add(check);
      check();
    });
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.#chunks.push(chunk);
    done();
    for (const check of [...this.#waiting]) check();
  }
}
