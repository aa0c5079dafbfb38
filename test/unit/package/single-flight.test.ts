import { expect, it } from 'vitest';
import { LamboxError } from '../../../src/errors.ts';
import { SingleFlight } from '../../../src/package/single-flight.ts';

it('does once what is asked for twice at a time, and again what is asked for later', async () => {
  const flights = new SingleFlight<number>();
  let count = 0;
  const work = async () => {
    count += 1;
    return count;
  };
  expect(await Promise.all([flights.run('a', work), flights.run('a', work)])).toEqual([1, 1]);
  expect(await flights.run('b', work)).toBe(2);
  expect(await flights.run('a', work)).toBe(3);
});

it('fails for all who asked, and then is tried anew', async () => {
  const flights = new SingleFlight<number>();
  const error = new LamboxError('ImageBuildFailed', 'no');
  const failing = () => Promise.reject(error);
  const both = [flights.run('a', failing), flights.run('a', async () => 1)];
  expect(await Promise.allSettled(both)).toEqual([
    { status: 'rejected', reason: error },
    { status: 'rejected', reason: error },
  ]);
  expect(await flights.run('a', async () => 2)).toBe(2);
});
