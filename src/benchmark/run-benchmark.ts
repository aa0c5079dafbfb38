import type { InvocationResult } from '../invocation/invocation-result.ts';
import { settledResult } from '../invocation/settled-result.ts';
import type { LambdaFunction } from '../lambda-function.ts';
import type { Contender } from './contender.ts';
import { type Sample, sampleOf } from './sample.ts';
import { type Random, shuffled } from './statistics/random.ts';

export interface BenchmarkPlan {
  readonly contenders: readonly Contender[];
  /** Rounds that count; each has one cold start of every contender. */
  readonly rounds: number;
  /** Warm events of every contender in all rounds together. */
  readonly warmEvents: number;
  /** At least one; sent in turn, the same ones to every contender. */
  readonly events: readonly Uint8Array[];
  readonly random: Random;
}

export interface BenchmarkParts {
  /** A function without environments, so that its first event is a cold start. */
  readonly createFunction: (contender: Contender) => Promise<LambdaFunction>;
  /** Ends the run after the event that is under way. */
  readonly signal: AbortSignal;
  /** Called after each round: rounds done, those that warm up included, and rounds in all. */
  readonly onRound: (done: number, all: number) => void;
}

export interface Measured {
  readonly samples: readonly Sample[];
  /** The first event that the function failed; the run ended with it. */
  readonly failure: InvocationResult | null;
  /** Whether every round was run. */
  readonly complete: boolean;
}

/** What a machine does first is slower: caches are cold. */
export const warmUpRounds = 1;

/**
 * Measures interleaved, never one contender after the other: each round has every contender once,
 * in a new order, so that what the machine does besides strikes all alike.
 */
export async function runBenchmark(plan: BenchmarkPlan, parts: BenchmarkParts): Promise<Measured> {
  const { contenders, rounds, random } = plan;
  const samples: Sample[] = [];
  for (let round = -warmUpRounds; round < rounds; round += 1) {
    for (const contender of shuffled(contenders, random)) {
      const { results, emulated } = await measureOnce(contender, eventsOf(plan, round), parts);
      const failure = results.find(({ functionError }) => functionError !== null) ?? null;
      if (failure !== null) return { samples, failure, complete: false };
      if (round >= 0) {
        const { name, control, memorySizeMb } = contender;
        const of = { contender: name, control, memorySizeMb, round, ...emulated };
        samples.push(...results.map((result) => sampleOf(result, of)));
      }
      if (parts.signal.aborted) return { samples, failure, complete: false };
    }
    parts.onRound(round + warmUpRounds + 1, rounds + warmUpRounds);
  }
  return { samples, failure: null, complete: true };
}

/** Those of one round: one for the cold start, and the round's share of the warm ones. */
function eventsOf({ events, warmEvents, rounds }: BenchmarkPlan, round: number): Uint8Array[] {
  const warmBefore = (of: number) => Math.floor((of * warmEvents) / rounds);
  const first = round < 0 ? 0 : round + warmBefore(round);
  const count =
    1 + (round < 0 ? Math.ceil(warmEvents / rounds) : warmBefore(round + 1) - warmBefore(round));
  return Array.from({ length: count }, (_, sent) => events[(first + sent) % events.length]).filter(
    (event) => event !== undefined,
  );
}

type Emulated = Pick<Sample, 'emulated'>;

/** One cold start, then warm events, until one fails or the run is to end. */
async function measureOnce(
  contender: Contender,
  events: readonly Uint8Array[],
  { createFunction, signal }: BenchmarkParts,
): Promise<{ readonly results: readonly InvocationResult[]; readonly emulated: Emulated }> {
  await using lambda = await createFunction(contender);
  const results: InvocationResult[] = [];
  for (const event of events) {
    if (signal.aborted) break;
    const result = await settledResult(lambda, event);
    results.push(result);
    if (result.functionError !== null) break;
  }
  return { results, emulated: lambda.emulated ? { emulated: true } : {} };
}
