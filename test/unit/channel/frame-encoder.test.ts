import { describe, expect, test } from 'vitest';
import { encodeFrames } from '../../../src/channel/frame-encoder.ts';
import { guestFrame } from '../../support/guest-frames.ts';

describe('encodeFrames', () => {
  test('puts frames one behind the other', () => {
    const [first, second] = [{ kind: 'freeze' }, { kind: 'reset', reason: 'timeout' }] as const;
    expect(encodeFrames([first, second])).toEqual(
      Buffer.concat([encodeFrames([first]), encodeFrames([second])]),
    );
  });

  test('of nothing is nothing', () => {
    expect(encodeFrames([])).toHaveLength(0);
  });

  test('writes the members of the wire alone, and no absent one', () => {
    const extension = { name: 'probe', state: 'Ready', events: [], note: 'not of the wire' };
    const frame = guestFrame('initCompleted', { extensions: [extension] });
    const json = encodeFrames([frame]).subarray(8).toString();
    expect(JSON.parse(json)).toEqual({
      durationUs: 30_000,
      memoryBytes: 50_000_000,
      runtimeRelease: '',
      extensions: [{ name: 'probe', state: 'Ready', events: [] }],
    });
  });

  test.each([
    ['an event chunk', { kind: 'eventChunk', bytes: new Uint8Array(65_537) }, 'eventChunk'],
    ['a ping', { kind: 'ping', bytes: new Uint8Array(65) }, 'ping has a body of 65 bytes'],
    ['JSON', { kind: 'protocolError', message: 'x'.repeat(1_048_576) }, 'protocolError'],
    ['a log', guestFrame('log', { text: 'x'.repeat(262_145) }), 'log.text has 262145 bytes'],
    ['credit', { kind: 'responseCredit', bytes: 2 ** 32 }, 'responseCredit is 4294967296 bytes'],
  ] as const)('refuses %s over the limit', (_, frame, message) => {
    expect(() => encodeFrames([frame])).toThrow(message);
  });
});
