import type { Readable, Writable } from 'node:stream';

/** A stream that people may look at. */
export type Output = Writable & { readonly isTTY?: boolean };

/** Where a command reads and prints. */
export interface Streams {
  readonly stdin: Readable;
  readonly stdout: Output;
  readonly stderr: Output;
}
