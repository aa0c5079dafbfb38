import { describe, expect, it } from 'vitest';
import {
  createOutputFrameReader,
  readOutput,
  splitOutput,
} from '../../../../src/engine/docker/output-frames.ts';
import { outputFrame } from '../../../support/output-frame.ts';

const frames = Buffer.concat([
  outputFrame('stdout', 'hello'),
  outputFrame('stderr', 'oh'),
  outputFrame('stdout', ''),
  outputFrame('stdout', ' world'),
  outputFrame('stderr', '!'),
]);

describe('createOutputFrameReader', () => {
  it('reads the same whatever the cut, one or two of them', () => {
    for (let first = 0; first <= frames.length; first += 1) {
      for (let second = first; second <= frames.length; second += 1) {
        const cuts = [
          frames.subarray(0, first),
          frames.subarray(first, second),
          frames.subarray(second),
        ];
        expect(readPieces(cuts), `${first}, ${second}`).toEqual({
          stdout: 'hello world',
          stderr: 'oh!',
          insideFrame: false,
        });
      }
    }
  });

  it('reads byte by byte', () => {
    const pieces = [...frames].map((byte) => Buffer.from([byte]));
    expect(readPieces(pieces)).toMatchObject({ stdout: 'hello world', stderr: 'oh!' });
  });

  it('knows whether a frame is incomplete, at every length', () => {
    const frame = outputFrame('stdout', 'abc');
    for (let length = 0; length <= frame.length; length += 1) {
      const { insideFrame } = readPieces([frame.subarray(0, length)]);
      expect(insideFrame, String(length)).toBe(length > 0 && length < frame.length);
    }
  });

  it('hands payload on as views of the chunk, not as copies', () => {
    const payloads: Buffer[] = [];
    createOutputFrameReader((_source, payload) => payloads.push(payload)).push(frames);
    expect(payloads.map(({ buffer }) => buffer === frames.buffer)).toEqual([
      true,
      true,
      true,
      true,
    ]);
  });

  it('takes a frame of more than 2 GiB by its head alone', () => {
    const head = Buffer.from([1, 0, 0, 0, 0xff, 0xff, 0xff, 0xff]);
    expect(readPieces([head, Buffer.from('x')])).toMatchObject({ stdout: 'x', insideFrame: true });
  });
});

describe('readOutput', () => {
  it('keeps the order of both sources', () => {
    expect(readOutput(frames)).toBe('hellooh world!');
    expect(readOutput(Buffer.alloc(0))).toBe('');
  });
});

describe('splitOutput', () => {
  it('keeps the sources apart', () => {
    expect(splitOutput(frames)).toEqual({ stdout: 'hello world', stderr: 'oh!' });
  });
});

function readPieces(pieces: readonly Buffer[]) {
  const text = { stdout: '', stderr: '' };
  const reader = createOutputFrameReader((source, payload) => {
    text[source] += payload.toString('latin1');
  });
  for (const piece of pieces) {
    reader.push(piece);
  }
  return { ...text, insideFrame: reader.insideFrame };
}
