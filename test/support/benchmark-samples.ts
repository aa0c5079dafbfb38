import { type Contender, listContenders } from '../../src/benchmark/contender.ts';
import type { Sample } from '../../src/benchmark/sample.ts';
import type { Random } from '../../src/benchmark/statistics/random.ts';

/** A cold start of 100 ms and a warm event of 1 ms, or what the test says. */
export function coldSample(contender: string, round: number, initMs = 40): Sample {
  return {
    contender,
    control: contender.endsWith('again'),
    memorySizeMb: 128,
    concurrency: 1,
    round,
    startKind: 'cold',
    startReason: 'first',
    latencyMs: 60.2 + initMs,
    answeredMs: 60 + initMs,
    firstByteMs: 59 + initMs,
    totalMs: 61 + initMs,
    groups: { allocation: 50, environmentSetup: 5, init: initMs, invoke: 5 },
    phases: [
      { name: 'start', group: 'allocation', durationMs: 50 },
      { name: 'connect', group: 'environmentSetup', durationMs: 5 },
      { name: 'init', group: 'init', durationMs: initMs },
      { name: 'handler', group: 'invoke', durationMs: 5 },
    ],
    durationMs: 5,
    billedDurationMs: 45,
    initDurationMs: initMs,
    maxMemoryUsedMb: 50,
    processorMs: 2,
    throttledMs: 0,
  };
}

export function warmSample(contender: string, round: number, answeredMs = 1): Sample {
  return {
    ...coldSample(contender, round),
    startKind: 'warm',
    startReason: null,
    latencyMs: answeredMs,
    answeredMs,
    firstByteMs: answeredMs,
    groups: { invoke: answeredMs },
    phases: [{ name: 'handler', group: 'invoke', durationMs: answeredMs }],
    initDurationMs: null,
  };
}

export function twoContenders(): readonly Contender[] {
  const functions = ['a', 'b'].map((name) => ({ name, options: { code: `./${name}` } }));
  return listContenders(functions, [128]);
}

/** As a machine gives them: drift from round to round, and noise. `slower` is by what factor. */
export function noisySamples(
  contenders: readonly Contender[],
  rounds: number,
  random: Random,
  slower: (contender: Contender) => number = () => 1,
): readonly Sample[] {
  return Array.from({ length: rounds }, (_, round) => {
    const drift = 1 + 0.1 * Math.sin(round / 3);
    const noise = () => 1 + 0.08 * (random() + random() + random() - 1.5);
    return contenders.flatMap((contender) => {
      const initMs = 40 * drift * slower(contender);
      return [coldSample(contender.name, round, initMs * noise())];
    });
  }).flat();
}
