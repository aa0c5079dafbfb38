import type { Contender } from '../contender.ts';
import type { Guest } from '../guest.ts';

/** There and back with nothing to do: what a frame costs on its way. */
export function pings(guest: Guest, name: string, count: number): Contender {
  const bytes = Buffer.alloc(8);
  return {
    name,
    async measure() {
      const roundTrip: number[] = [];
      for (let sent = 0; sent < count; sent += 1) {
        const beganAtMs = performance.now();
        const pong = guest.receive('pong');
        guest.channel.send({ kind: 'ping', bytes });
        await pong;
        roundTrip.push(performance.now() - beganAtMs);
      }
      return { roundTrip };
    },
    async [Symbol.asyncDispose]() {},
  };
}

/**
 * Every process of the environment stopped, then continued, each confirmed by the guest. Each takes
 * a round trip of its own here; an environment's thaw travels with the event and costs none.
 */
export function stopsAndContinues(guest: Guest, name: string, count: number): Contender {
  return {
    name,
    async measure() {
      const both: number[] = [];
      const inTheGuest: number[] = [];
      for (let sent = 0; sent < count; sent += 1) {
        const beganAtMs = performance.now();
        const frozen = guest.receive('frozen');
        guest.channel.send({ kind: 'freeze' });
        const { durationUs } = await frozen;
        const thawed = guest.receive('thawed');
        guest.channel.send({ kind: 'thaw' });
        await thawed;
        both.push(performance.now() - beganAtMs);
        inTheGuest.push(durationUs / 1000);
      }
      return { both, inTheGuest };
    },
    async [Symbol.asyncDispose]() {},
  };
}
