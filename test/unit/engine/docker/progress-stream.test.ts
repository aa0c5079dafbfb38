import { PassThrough, Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import {
  followProgress,
  ProgressFailure,
  type ProgressMessage,
  progressLine,
} from '../../../../src/engine/docker/progress-stream.ts';

describe('followProgress', () => {
  it('reads one document a line, whatever the pieces', async () => {
    const whole = Buffer.from('{"stream":"ünï\\u2028 x"}\r\n\n{"status":"b"}\n{"status":"c"}');
    for (let cut = 0; cut <= whole.length; cut += 1) {
      const messages: ProgressMessage[] = [];
      const pieces = [whole.subarray(0, cut), whole.subarray(cut)];
      await followProgress(Readable.from(pieces), 1_000, (message) => messages.push(message));
      expect(messages).toEqual([{ stream: 'ünï\u2028 x' }, { status: 'b' }, { status: 'c' }]);
    }
  });

  it('fails with the engine’s words and lets the stream go', async () => {
    const stream = new PassThrough();
    stream.write('{"stream":"Step 1"}\n{"errorDetail":{"code":1,"message":"no"},"error":"no"}\n');
    const following = followProgress(stream, 1_000, () => {});
    await expect(following).rejects.toThrow(new ProgressFailure('no'));
    expect(stream.destroyed).toBe(true);
  });

  it('gives up an engine that says nothing any more', async () => {
    const stream = new PassThrough();
    stream.write('{"status":"begun"}\n');
    const following = followProgress(stream, 20, () => {});
    await expect(following).rejects.toMatchObject({
      code: 'EngineFailed',
      message: 'The engine reported nothing for 0.02 s.',
    });
  });

  it('fails when the connection breaks', async () => {
    const stream = new PassThrough();
    const following = followProgress(stream, 1_000, () => {});
    stream.destroy(new Error('reset'));
    await expect(following).rejects.toThrow('reset');
  });
});

describe('progressLine', () => {
  it.each([
    [{ stream: 'Step 1/2 : FROM x\n' }, 'Step 1/2 : FROM x'],
    [{ status: 'Pulling fs layer', id: 'abc' }, 'abc: Pulling fs layer'],
    [{ status: 'Downloading', id: 'abc' }, null],
    [{ stream: '\n' }, null],
    [{}, null],
  ])('%j', (message, line) => {
    expect(progressLine(message)).toBe(line);
  });
});
