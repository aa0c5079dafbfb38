import type { OutputSource } from '../../src/engine/docker/output-frames.ts';

/** A frame as an engine sends the output of a container without a terminal. */
export function outputFrame(source: OutputSource, payload: string | Buffer): Buffer {
  const bytes = Buffer.from(payload);
  const head = Buffer.alloc(8);
  head[0] = source === 'stdout' ? 1 : 2;
  head.writeUInt32BE(bytes.length, 4);
  return Buffer.concat([head, bytes]);
}
