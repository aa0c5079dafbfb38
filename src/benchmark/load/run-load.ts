import type { LambdaFunction } from '../../lambda-function.ts';
import type { Conditions } from '../conditions.ts';
import type { Contender } from '../contender.ts';
import { functionFacts } from '../function-facts.ts';
import { type Random, shuffled } from '../statistics/random.ts';
import { type ArrivalRate, countOfArrivals } from './arrival-schedule.ts';
import type { LoadEvent } from './load-event.ts';
import type { LoadReport } from './load-report.ts';
import { type OpenLoopParts, runOpenLoop } from './open-loop.ts';

export interface LoadPlan {
  readonly contenders: readonly Contender[];
  readonly rate: ArrivalRate;
  readonly events: readonly Uint8Array[];
  readonly random: Random;
}

export interface LoadParts extends OpenLoopParts {
  /** A function without environments: the first events are cold starts. */
  readonly createFunction: (contender: Contender) => Promise<LambdaFunction>;
  readonly onContender: (contender: Contender) => void;
}

/** One contender after the other, in an order of its own: at once they would load each other. */
export async function runLoad(
  { contenders, rate, events, random }: LoadPlan,
  parts: LoadParts,
): Promise<Pick<LoadReport, 'events' | 'complete' | 'emulated'> & Pick<Conditions, 'functions'>> {
  const measured: LoadEvent[] = [];
  const emulated: string[] = [];
  const functions = new Set<string>();
  for (const contender of shuffled(contenders, random)) {
    if (parts.signal.aborted) break;
    await using lambda = await parts.createFunction(contender);
    parts.onContender(contender);
    functions.add(functionFacts(lambda));
    const loop = { contender: contender.name, lambda, rate, events };
    for (const event of await runOpenLoop(loop, parts)) measured.push(event);
    if (lambda.emulated) emulated.push(contender.name);
  }
  const expected = contenders.length * countOfArrivals(rate);
  const complete = measured.length === expected;
  return { events: measured, emulated, functions: [...functions], complete };
}
