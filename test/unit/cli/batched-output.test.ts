import { Writable } from 'node:stream';
import { expect, test, vi } from 'vitest';
import { BatchedOutput } from '../../../src/cli/batched-output.ts';

function collector() {
  const writes: string[] = [];
  const output = new Writable({
    write(chunk, _encoding, done) {
      writes.push(String(chunk));
      done();
    },
  });
  return { writes, output };
}

test('pieces that come together are one write, in order', () => {
  vi.useFakeTimers();
  const { writes, output } = collector();
  const batched = new BatchedOutput(output);
  batched.write('a\n');
  batched.write('b\n');
  expect(writes).toEqual([]);
  vi.advanceTimersByTime(10);
  expect(writes).toEqual(['a\nb\n']);
  batched.write('c\n');
  vi.advanceTimersByTime(10);
  expect(writes).toEqual(['a\nb\n', 'c\n']);
  vi.useRealTimers();
});

test('much text does not wait', async () => {
  const { writes, output } = collector();
  await using batched = new BatchedOutput(output);
  batched.write('x'.repeat(65_536));
  expect(writes).toHaveLength(1);
});

test('at the end nothing is lost', async () => {
  const { writes, output } = collector();
  {
    await using batched = new BatchedOutput(output);
    batched.write('last\n');
  }
  expect(writes).toEqual(['last\n']);
});

test('who writes is told to wait while the stream has enough', async () => {
  const { promise: taken, resolve: take } = Promise.withResolvers<void>();
  const output = new Writable({
    highWaterMark: 1,
    write: (_chunk, _encoding, done) => void taken.then(() => done()),
  });
  await using batched = new BatchedOutput(output);
  expect(batched.write('a')).toBeUndefined();
  const held = batched.write('x'.repeat(65_536));
  expect(held).toBeInstanceOf(Promise);
  expect(batched.write('b')).toBe(held);
  take();
  await held;
  expect(batched.write('c')).toBeUndefined();
});

test('a stream that was closed holds nobody', () => {
  const { output } = collector();
  output.destroy();
  expect(new BatchedOutput(output).write('x'.repeat(65_536))).toBeUndefined();
});
