import type { LambdaFunction } from '../../src/lambda-function.ts';
import type { Contender } from '../contender.ts';

/** What `benchmarks/attacker` can do. `rest` is doing nothing. */
export type Attack = 'rest' | 'spin' | 'forks' | 'memory' | 'flood' | 'disk';

/** Where nothing bounds a block from outside, and where an attack outlasts it. */
const eventsMin = 250;
const eventsMax = 2_000;

/**
 * A function that answers event upon event while another does something hostile: at least so many
 * events, and more as long as the attack lasts. The attacker is initialized before, so that its
 * init is in no block.
 */
export function attackedNeighbour(options: {
  readonly name: string;
  readonly neighbour: LambdaFunction;
  readonly attacker: LambdaFunction;
  readonly attack: Attack;
}): Contender {
  const { name, neighbour, attacker, attack } = options;
  return {
    name,
    async measure() {
      await attacker.invoke({ attack: 'nothing' });
      let attacking = true;
      const attacked = attacker.invoke({ attack }).finally(() => {
        attacking = false;
      });
      const answer: number[] = [];
      while ((attacking || answer.length < eventsMin) && answer.length < eventsMax) {
        const beganAtMs = performance.now();
        const { answered, settled } = neighbour.dispatch(event);
        await answered;
        answer.push(performance.now() - beganAtMs);
        await settled;
      }
      await attacked;
      return { answer };
    },
    async [Symbol.asyncDispose]() {},
  };
}

const event = Buffer.from('{"n":1}');
