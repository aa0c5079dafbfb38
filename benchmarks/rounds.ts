import { type Random, shuffled } from '../src/benchmark/statistics/random.ts';
import type { Block, Contender } from './contender.ts';

/** By contender's name, one block a round. */
export type Rounds = ReadonlyMap<string, readonly Block[]>;

export interface RoundsPlan {
  readonly contenders: readonly Contender[];
  /** Rounds that count; those that warm up come before them. */
  readonly rounds: number;
  readonly random: Random;
  readonly signal: AbortSignal;
  readonly onRound: (round: number) => void;
}

export const warmUpRounds = 2;

/** Interleaved, never one after the other: each round has every contender once, in a new order. */
export async function runRounds(plan: RoundsPlan): Promise<Rounds> {
  const { contenders, rounds, random, signal, onRound } = plan;
  const blocks = new Map<string, Block[]>(contenders.map(({ name }) => [name, []]));
  for (let round = -warmUpRounds; round < rounds; round += 1) {
    for (const contender of shuffled(contenders, random)) {
      signal.throwIfAborted();
      const block = await contender.measure();
      if (round >= 0) blocks.get(contender.name)?.push(block);
    }
    onRound(round + 1);
  }
  return blocks;
}
