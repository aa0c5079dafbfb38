/** The two sources that an engine's multiplexed stream carries. */
export type OutputSource = 'stdout' | 'stderr';

export interface OutputFrameReader {
  /**
   * Takes the next bytes of the stream, cut anywhere. Payload is handed on at once, as views of
   * the chunk.
   */
  push(chunk: Buffer): void;
  /** Whether the bytes so far end inside a frame. */
  readonly insideFrame: boolean;
}

/** Source (1 byte), zeros (3), length of the payload (4, big endian). */
const headBytes = 8;
const stderrSource = 2;

/** Reads the frames in which an engine sends the output of a container that has no terminal. */
export function createOutputFrameReader(
  onPayload: (source: OutputSource, payload: Buffer) => void,
): OutputFrameReader {
  const head = Buffer.alloc(headBytes);
  let headFilled = 0;
  let payloadLeft = 0;

  const takeHead = (chunk: Buffer, from: number): number => {
    const taken = chunk.copy(head, headFilled, from, from + headBytes - headFilled);
    headFilled += taken;
    if (headFilled === headBytes) {
      payloadLeft = head.readUInt32BE(4);
      headFilled = payloadLeft === 0 ? 0 : headBytes;
    }
    return taken;
  };

  const takePayload = (chunk: Buffer, from: number): number => {
    const payload = chunk.subarray(from, from + payloadLeft);
    payloadLeft -= payload.length;
    headFilled = payloadLeft === 0 ? 0 : headBytes;
    onPayload(head[0] === stderrSource ? 'stderr' : 'stdout', payload);
    return payload.length;
  };

  return {
    push(chunk) {
      let at = 0;
      while (at < chunk.length) {
        at += payloadLeft > 0 ? takePayload(chunk, at) : takeHead(chunk, at);
      }
    },
    get insideFrame() {
      return headFilled > 0;
    },
  };
}

/** The text of a whole multiplexed output, both sources in the order they came. */
export function readOutput(frames: Buffer): string {
  const payloads: Buffer[] = [];
  createOutputFrameReader((_source, payload) => payloads.push(payload)).push(frames);
  return Buffer.concat(payloads).toString('utf8');
}

/** The same with the sources apart. */
export function splitOutput(frames: Buffer): Readonly<Record<OutputSource, string>> {
  const payloads: Record<OutputSource, Buffer[]> = { stdout: [], stderr: [] };
  createOutputFrameReader((source, payload) => payloads[source].push(payload)).push(frames);
  return {
    stdout: Buffer.concat(payloads.stdout).toString('utf8'),
    stderr: Buffer.concat(payloads.stderr).toString('utf8'),
  };
}
