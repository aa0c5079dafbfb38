import { setTimeout as pause } from 'node:timers/promises';
import type { Contender } from '../contender.ts';
import { createInvokeClient } from '../invoke-client.ts';

/** How many events a block has: one right behind the other, and each after a pause. */
export interface BlockSize {
  readonly hot: number;
  readonly paced: number;
}

/** Long enough for an environment to have been frozen behind its last event. */
const pauseMs = 4;

/** Something that answers Lambda's Invoke over HTTP, and how it is ended. */
export interface ServedFunction {
  readonly name: string;
  readonly url: string;
  readonly end: () => Promise<void>;
}

/** A closed loop of one client: `hot` without, `paced` with a pause before each event. */
export function servedFunction({ name, url, end }: ServedFunction, size: BlockSize): Contender {
  const client = createInvokeClient(url);
  return {
    name,
    async measure() {
      const hot: number[] = [];
      const paced: number[] = [];
      for (let sent = 0; sent < size.hot; sent += 1) hot.push(await client.invoke());
      for (let sent = 0; sent < size.paced; sent += 1) {
        await pause(pauseMs);
        paced.push(await client.invoke());
      }
      return { hot, paced };
    },
    async [Symbol.asyncDispose]() {
      client.close();
      await end();
    },
  };
}
