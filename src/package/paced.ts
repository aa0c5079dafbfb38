import { setImmediate } from 'node:timers/promises';

/**
 * Yields the items and lets the event loop turn after every `pauseAfter` of them. For tens of
 * thousands of small synchronous steps: a promise for each costs several times the step itself,
 * all in one go would hold up whatever else the process serves.
 */
export async function* paced<T>(items: Iterable<T>, pauseAfter: number): AsyncGenerator<T> {
  let count = 0;
  for (const item of items) {
    yield item;
    count += 1;
    if (count % pauseAfter === 0) await setImmediate();
  }
}
