import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FrameDecoder } from '../../../src/channel/frame-decoder.ts';
import { encodeFrames } from '../../../src/channel/frame-encoder.ts';
import type { Frame, FrameOf } from '../../../src/channel/frames.ts';
import { guestFrame } from '../../support/guest-frames.ts';
import { frameOfVector, wireVectors } from '../../support/wire-vectors.ts';

const bytes = fc.uint8Array({ maxLength: 300 }).map((array) => Buffer.from(array));
const microseconds = fc.nat({ max: Number.MAX_SAFE_INTEGER });
const stream = fc.integer({ min: 1, max: 65_535 });
const credit = fc.integer({ min: 0, max: 0xffff_ffff });
const text = fc.string({ unit: 'grapheme' });

const vectorsOf = (speaker: number): Frame[] =>
  wireVectors.frames
    .filter(({ kind }) => ((wireVectors.kinds[kind] ?? 0) & 0xc0) === speaker)
    .map(frameOfVector);

const tunnelFrames: fc.Arbitrary<Frame> = fc.oneof(
  fc.record({ kind: fc.constant('tunnelData' as const), stream, bytes }),
  fc.record({ kind: fc.constant('tunnelCredit' as const), stream, bytes: credit }),
  fc.record({ kind: fc.constant('tunnelClose' as const), stream, error: fc.option(text) }),
);
const guestFrames: fc.Arbitrary<Frame> = fc.oneof(
  tunnelFrames,
  fc.constantFrom(...vectorsOf(0x40)),
  fc.record({ kind: fc.constant('responseChunk' as const), bytes }),
  fc.record({
    kind: fc.constant('log' as const),
    sinceUs: microseconds,
    epochUs: microseconds,
    origin: fc.constantFrom('function' as const, 'extension' as const),
    framing: fc.constantFrom('line' as const, 'text' as const, 'json' as const),
    level: fc.constantFrom(null, 'TRACE' as const, 'INFO' as const, 'FATAL' as const),
    continues: fc.boolean(),
    text,
  }),
);
const hostFrames: fc.Arbitrary<Frame> = fc.oneof(
  tunnelFrames,
  fc.constantFrom(...vectorsOf(0x00)),
  fc.record({ kind: fc.constant('eventChunk' as const), bytes }),
  fc.record({ kind: fc.constant('responseCredit' as const), bytes: credit }),
);

describe('any frames, cut anywhere', () => {
  test.each([
    ['guest', guestFrames],
    ['host', hostFrames],
  ] as const)("the %s's read alike", (speaker, arbitrary) => {
    const sequences = fc.array(arbitrary, { maxLength: 12 });
    const cuts = fc.infiniteStream(fc.integer({ min: 1, max: 40 }));
    fc.assert(
      fc.property(sequences, cuts, (frames, sizes) => {
        const pieces = cut(encodeFrames(frames), sizes);
        expect(joined(decode(speaker, ...pieces))).toEqual(joined(frames));
      }),
      { numRuns: 300 },
    );
  });

  test('byte by byte', () => {
    const frames = vectorsOf(0x40);
    const pieces = [...encodeFrames(frames)].map((byte) => Buffer.of(byte));
    expect(joined(decode('guest', ...pieces))).toEqual(joined(frames));
  });
});

describe('cost', () => {
  test('a chunk is a view of what was read, also where it comes in pieces', () => {
    const encoded = encodeFrames([
      guestFrame('responseHead'),
      { kind: 'responseChunk', bytes: Buffer.alloc(65_536, 1) },
    ]);
    const read = [encoded.subarray(0, 40_000), encoded.subarray(40_000)];
    const chunks = decode('guest', ...read).filter(isChunk);
    expect(chunks.map(({ bytes: { byteLength } }) => byteLength)).toEqual([
      40_000 - (encoded.byteLength - 65_536),
      encoded.byteLength - 40_000,
    ]);
    for (const chunk of chunks) expect(chunk.bytes.buffer === encoded.buffer).toBe(true);
  });

  test('a body of the largest size in small pieces is put together once', () => {
    const name = 'x'.repeat(1_048_576 - '{"message":""}'.length);
    const encoded = encodeFrames([{ kind: 'protocolError', message: name }]);
    const pieces = Array.from({ length: Math.ceil(encoded.byteLength / 16) }, (_, index) =>
      encoded.subarray(index * 16, index * 16 + 16),
    );
    expect(decode('guest', ...pieces)).toEqual([{ kind: 'protocolError', message: name }]);
  });
});

describe('midFrame', () => {
  test('is true from the first byte of a header to the last of a body', () => {
    const encoded = encodeFrames([guestFrame('mark')]);
    const decoder = new FrameDecoder('guest', () => {});
    expect(decoder.midFrame).toBe(false);
    for (const byte of encoded.subarray(0, -1)) {
      decoder.push(Buffer.of(byte));
      expect(decoder.midFrame).toBe(true);
    }
    decoder.push(encoded.subarray(-1));
    expect(decoder.midFrame).toBe(false);
  });
});

test('what may be left out may be null or absent, and what is unknown is ignored', () => {
  const json =
    '{"process":"runtime","name":"bootstrap","errorType":"","message":"","sinceUs":1,' +
    '"memoryBytes":2,"exitCode":null,"novelty":{}}';
  const [frame] = decode('guest', Buffer.from(jsonFrame('43', json), 'hex'));
  expect(frame).toEqual(
    guestFrame('processExited', {
      errorType: '',
      message: '',
      sinceUs: 1,
      memoryBytes: 2,
      exitCode: null,
      signal: null,
    }),
  );
});

test('U+FFFD that was sent is no broken UTF-8', () => {
  const frame = guestFrame('processExited', { message: 'caf\ufffd' });
  expect(decode('guest', encodeFrames([frame]))).toEqual([frame]);
});

describe('a wrong frame', () => {
  const freeze = '0105000000000000';

  test.each([
    ["of the other side's", freeze, "the guest sent freeze, which is the host's"],
    ['with a stream where none is', '0151000700000000', 'pong has stream 7'],
    ['with too long a pong', '0151000000000041', 'pong has a body of 65 bytes'],
    ['with a long credit', '01470000000000050000000000', 'eventCredit has a body of 5 bytes'],
    ['that is a list', jsonFrame('41', '[]'), 'mark is [], expected an object'],
    ['without a member', jsonFrame('41', '{"sinceUs":1}'), 'mark.mark is missing'],
    [
      'with a wrong literal',
      jsonFrame('41', '{"mark":"x","sinceUs":1}'),
      'mark.mark is "x", expected',
    ],
    [
      'with a negative number',
      jsonFrame('41', '{"mark":"runtimeReady","sinceUs":-1}'),
      'mark.sinceUs is -1, expected a whole number of at least 0',
    ],
    ['that is no UTF-8', '0155000000000002ff7b', 'protocolError is not UTF-8'],
    ['of an unknown level', logOf('00000700', '00'.repeat(16)), 'log.level is'],
    ['of a time beyond reason', logOf('00000000', 'ff'.repeat(16)), 'log.sinceUs is'],
    ['of too long a text', `0153000000040015${'00'.repeat(262_165)}`, 'log is a record of 262165'],
    [
      'with bad base64',
      jsonFrame('45', '{"errorType":"","contentType":"","body":"e30"}'),
      'initError.body is "e30", expected base64',
    ],
  ])('%s is an error that names it', (_, hex, message) => {
    expect(() => decode('guest', Buffer.from(hex, 'hex'))).toThrow(message);
  });
});

test('a body where none is expected is an error that names the frame', () => {
  const freeze = Buffer.from('01050000000000017b', 'hex');
  expect(() => decode('host', freeze)).toThrow('freeze has a body of 1 bytes, expected none');
});

function jsonFrame(code: string, json: string): string {
  const length = json.length.toString(16).padStart(8, '0');
  return `01${code}0000${length}${Buffer.from(json).toString('hex')}`;
}

function logOf(codes: string, times: string): string {
  return `0153000000000014${times}${codes}`;
}

function decode(speaker: 'host' | 'guest', ...pieces: readonly Buffer[]): Frame[] {
  const frames: Frame[] = [];
  const decoder = new FrameDecoder(speaker, (frame) => frames.push(frame));
  for (const piece of pieces) decoder.push(piece);
  return frames;
}

function cut(encoded: Buffer, sizes: Iterable<number>): Buffer[] {
  const pieces: Buffer[] = [];
  let at = 0;
  for (const size of sizes) {
    if (at >= encoded.byteLength) break;
    pieces.push(encoded.subarray(at, at + size));
    at += size;
  }
  return pieces;
}

/** Chunks that follow each other are one byte stream: where it is cut says nothing. */
function joined(frames: readonly Frame[]): Frame[] {
  const stream: Frame[] = [];
  for (const frame of frames) {
    const before = stream.at(-1);
    if (before !== undefined && isChunk(before) && isChunk(frame) && follows(before, frame)) {
      stream[stream.length - 1] = { ...frame, bytes: Buffer.concat([before.bytes, frame.bytes]) };
    } else stream.push(frame);
  }
  return stream;
}

type Chunk = FrameOf<'eventChunk' | 'responseChunk' | 'tunnelData'>;

function isChunk(frame: Frame): frame is Chunk {
  return ['eventChunk', 'responseChunk', 'tunnelData'].includes(frame.kind);
}

function follows(before: Chunk, frame: Chunk): boolean {
  const streamOf = (chunk: Chunk): number => ('stream' in chunk ? chunk.stream : 0);
  return before.kind === frame.kind && streamOf(before) === streamOf(frame);
}
