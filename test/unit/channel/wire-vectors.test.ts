import { describe, expect, test } from 'vitest';
import { FrameDecoder } from '../../../src/channel/frame-decoder.ts';
import { encodeFrames } from '../../../src/channel/frame-encoder.ts';
import { formOfCode, formOfKind, protocolVersion } from '../../../src/channel/frame-form.ts';
import type { Frame, FrameKind } from '../../../src/channel/frames.ts';
import { frameOfVector, wireVectors } from '../../support/wire-vectors.ts';

describe('the shared wire vectors', () => {
  test.each(wireVectors.frames)('$name is read', (vector) => {
    expect(decode(vector.frame)).toEqual([frameOfVector(vector)]);
  });

  test.each(wireVectors.frames)('$name is written', (vector) => {
    expect(encodeFrames([frameOfVector(vector)]).toString('hex')).toBe(vector.frame);
  });

  test.each(wireVectors.invalid)('$name is an error that names it', ({ frame, error }) => {
    expect(() => decode(frame)).toThrow(error);
    expect(() => decode(frame)).toThrow(expect.objectContaining({ code: 'ChannelFailed' }));
  });

  test('the kinds have the same numbers', () => {
    for (const [kind, code] of Object.entries(wireVectors.kinds)) {
      expect(formOfKind(kind as FrameKind)).toMatchObject({ kind, code });
    }
    const ours = Array.from({ length: 256 }, (_, code) => formOfCode(code)?.kind);
    expect(new Set(ours)).toEqual(new Set([undefined, ...Object.keys(wireVectors.kinds)]));
    expect(protocolVersion).toBe(wireVectors.protocol);
  });

  test('every kind has a vector', () => {
    const kinds = new Set(wireVectors.frames.map(({ kind }) => kind));
    expect(kinds).toEqual(new Set(Object.keys(wireVectors.kinds)));
  });
});

/** By whoever may say it: the kind is the second byte. */
function decode(hex: string): Frame[] {
  const bytes = Buffer.from(hex, 'hex');
  const frames: Frame[] = [];
  const isHosts = formOfCode(bytes.readUInt8(1))?.speaker === 'host';
  new FrameDecoder(isHosts ? 'host' : 'guest', (frame) => frames.push(frame)).push(bytes);
  return frames;
}
