import { LamboxError } from '../../src/errors.ts';
import type { LambdaFunction } from '../../src/lambda-function.ts';
import type { Contender } from '../contender.ts';

/** What `benchmarks/attacker` can do. `rest` is doing nothing. */
export type Attack = 'rest' | 'spin' | 'forks' | 'memory' | 'flood' | 'disk';

/** A block's: an attack that ends early is made again; one that outlasts a block is waited for. */
const eventsMin = 250;
const eventsMax = 2_000;

/**
 * A function that answers event upon event while another does something hostile. What begins when
 * an attack is over is in no block, nor is the attacker's init.
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
      const answer: number[] = [];
      while (answer.length < eventsMin) {
        await attacker.invoke({ attack: 'nothing' });
        let attacking = true;
        const attacked = attacker.invoke({ attack }).finally(() => {
          attacking = false;
        });
        while (attacking && answer.length < eventsMax) answer.push(await answerMs(neighbour));
        await attacked;
      }
      return { answer };
    },
    async [Symbol.asyncDispose]() {},
  };
}

/** @throws LamboxError where the answer is not the event's: a failure is no fast answer */
async function answerMs(neighbour: LambdaFunction): Promise<number> {
  const beganAtMs = performance.now();
  const { answered, settled } = neighbour.dispatch(event);
  const { payloadBytes, functionError } = await answered;
  const tookMs = performance.now() - beganAtMs;
  await settled;
  if (functionError === null && event.equals(payloadBytes)) return tookMs;
  const text = Buffer.from(payloadBytes).toString();
  throw new LamboxError('EnvironmentFailed', `beside an attack: ${text}`);
}

const event = Buffer.from('{"n":1}');
