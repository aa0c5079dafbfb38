import type { InvocationResult } from '../invocation/invocation-result.ts';
import type { LambdaFunction } from '../lambda-function.ts';
import { systemClock } from '../timeline/clock.ts';
import type { Contender } from './contender.ts';
import { functionFacts } from './function-facts.ts';
import { type Sample, sampleOf } from './sample.ts';
import { type Random, shuffled } from './statistics/random.ts';
import { type TimedEvent, timedEvent } from './timed-event.ts';

export interface BenchmarkPlan {
  readonly contenders: readonly Contender[];
  /** Rounds that count; each has the cold start, or those at once, of every contender. */
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
  /** What each was made of, for the report's conditions. */
  readonly functions: readonly string[];
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
  const functions = new Set<string>();
  const measured = () => ({ samples, functions: [...functions] });
  for (let round = -warmUpRounds; round < rounds; round += 1) {
    for (const contender of shuffled(contenders, random)) {
      const { sent, emulated, facts } = await measureOnce(
        contender,
        eventsOf(plan, contender, round),
        parts,
      );
      functions.add(facts);
      const failure = sent.find(hasFailed)?.result ?? null;
      if (failure !== null) return { ...measured(), failure, complete: false };
      if (round >= 0) {
        const { name, control, memorySizeMb, concurrency } = contender;
        const of = { contender: name, control, memorySizeMb, concurrency, round, ...emulated };
        for (const each of sent) samples.push(sampleOf(each, of));
      }
      if (parts.signal.aborted) return { ...measured(), failure, complete: false };
    }
    parts.onRound(round + warmUpRounds + 1, rounds + warmUpRounds);
  }
  return { ...measured(), failure: null, complete: true };
}

/** Those of one round: one for each cold start, and the round's share of the warm ones. */
function eventsOf(
  { events, warmEvents, rounds }: BenchmarkPlan,
  { concurrency }: Contender,
  round: number,
): Uint8Array[] {
  const warmBefore = (of: number) => Math.floor((of * warmEvents) / rounds);
  const first = round < 0 ? 0 : round * concurrency + warmBefore(round);
  const warm =
    round < 0 ? Math.ceil(warmEvents / rounds) : warmBefore(round + 1) - warmBefore(round);
  const length = concurrency + warm;
  return Array.from({ length }, (_, sent) => events[(first + sent) % events.length]).filter(
    (event) => event !== undefined,
  );
}

type Emulated = Pick<Sample, 'emulated'>;

interface MeasuredContender {
  readonly sent: readonly TimedEvent[];
  readonly emulated: Emulated;
  readonly facts: string;
}

/**
 * One cold start, or as many at once as the contender has, then the warm events, as many at once;
 * until one fails or the run is to end.
 */
async function measureOnce(
  contender: Contender,
  events: readonly Uint8Array[],
  { createFunction, signal }: BenchmarkParts,
): Promise<MeasuredContender> {
  const { concurrency } = contender;
  await using lambda = await createFunction(contender);
  const sent: TimedEvent[] = [];
  const send = async (event: Uint8Array) => {
    sent.push(await timedEvent(lambda, event, systemClock));
  };
  await Promise.all(events.slice(0, concurrency).map(send));
  const warm = events.slice(concurrency).values();
  const sendWarm = async () => {
    while (!signal.aborted && !sent.some(hasFailed)) {
      const { value: event } = warm.next();
      if (event === undefined) return;
      await send(event);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, sendWarm));
  const emulated: Emulated = lambda.emulated ? { emulated: true } : {};
  return { sent, emulated, facts: functionFacts(lambda) };
}

function hasFailed({ result }: TimedEvent): boolean {
  return result.functionError !== null;
}
