import type { BenchmarkResult } from '../../src/benchmark/benchmark-result.ts';
import { type Contender, listContenders } from '../../src/benchmark/contender.ts';
import type { Sample } from '../../src/benchmark/sample.ts';
import { type Random, seededRandom } from '../../src/benchmark/statistics/random.ts';
import { testResult } from './benchmark-result.ts';
import { coldSample } from './benchmark-samples.ts';

/** A run as people have them: two functions at two sizes, every phase, a few stragglers. */
export function shownResult(cold = 30, warm = 500): BenchmarkResult {
  const functions = ['hello', 'hello-bundled-with-everything'].map((name) => ({
    name,
    options: { code: `./${name}` },
  }));
  const contenders = listContenders(functions, [128, 1_769]);
  const random = seededRandom(7);
  const more = contenders.flatMap((contender) => [
    ...Array.from({ length: cold }, (_, round) => coldStart(contender, round, random)),
    ...Array.from({ length: warm }, (_, index) => warmEvent(contender, index % cold, random)),
  ]);
  return testResult({ rounds: 0, contenders, more });
}

function spread(middle: number, random: Random): number {
  const straggler = random() < 0.03 ? 1 + random() : 1;
  return middle * (0.9 + 0.1 * (random() + random())) * straggler;
}

function coldStart({ name, control, memorySizeMb }: Contender, round: number, random: Random) {
  const initMs = name.startsWith('hello-bundled') ? 22 : 61;
  const parts = [
    { name: 'queue', group: 'allocation', ms: 0.05 },
    { name: 'create', group: 'allocation', ms: 14 },
    { name: 'start', group: 'allocation', ms: 31 },
    { name: 'connect', group: 'environmentSetup', ms: 6 },
    { name: 'runtimeBoot', group: 'environmentSetup', ms: 38 },
    { name: 'init', group: 'init', ms: initMs },
    { name: 'dispatch', group: 'invoke', ms: 0.2 },
    { name: 'handler', group: 'invoke', ms: memorySizeMb < 1_000 ? 9 : 2.5 },
    { name: 'response', group: 'invoke', ms: 0.3 },
    { name: 'settle', group: 'invoke', ms: 1.1 },
  ] as const;
  const phases = parts.map(({ name: phase, group, ms }) => ({
    ...{ name: phase, group },
    durationMs: spread(ms, random),
  }));
  return sample({ name, control, memorySizeMb }, round, phases);
}

function warmEvent(contender: Contender, round: number, random: Random): Sample {
  const handlerMs = spread(contender.memorySizeMb < 1_000 ? 1.4 : 0.9, random);
  const phases = [{ name: 'handler', group: 'invoke', durationMs: handlerMs }] as const;
  return { ...sample(contender, round, phases), startKind: 'warm', startReason: null };
}

function sample(
  { name, control, memorySizeMb }: Pick<Contender, 'name' | 'control' | 'memorySizeMb'>,
  round: number,
  phases: Sample['phases'],
): Sample {
  const sumOf = (group: string) =>
    phases.filter((one) => one.group === group).reduce((sum, one) => sum + one.durationMs, 0);
  const groups = {
    allocation: sumOf('allocation'),
    environmentSetup: sumOf('environmentSetup'),
    init: sumOf('init'),
    invoke: sumOf('invoke'),
  };
  const totalMs = phases.reduce((sum, { durationMs }) => sum + durationMs, 0);
  return {
    ...coldSample(name, round),
    ...{ control, memorySizeMb, groups, phases, totalMs },
    answeredMs: totalMs * 0.99,
    durationMs: groups.invoke,
    billedDurationMs: Math.ceil(groups.init + groups.invoke),
    initDurationMs: groups.init,
    maxMemoryUsedMb: 64,
  };
}
