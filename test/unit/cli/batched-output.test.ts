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
