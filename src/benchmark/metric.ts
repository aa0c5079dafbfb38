import type { Sample } from './sample.ts';

/** One figure of those samples that have it. */
export interface Metric {
  /** `cold.init`: the kind of start, and what of it. */
  readonly name: string;
  /** For people. */
  readonly title: string;
  readonly of: (sample: Sample) => number | null;
}

const whenCold = (value: (sample: Sample) => number | null | undefined) => (sample: Sample) =>
  sample.startKind === 'cold' ? (value(sample) ?? null) : null;

const whenWarm = (value: (sample: Sample) => number | null) => (sample: Sample) =>
  sample.startKind === 'warm' ? value(sample) : null;

/** In the order in which reports have them. */
export const metrics: readonly Metric[] = [
  {
    name: 'cold.answered',
    title: 'cold start, until answered',
    of: whenCold(({ answeredMs }) => answeredMs),
  },
  {
    name: 'cold.allocation',
    title: 'allocation: container created and started',
    of: whenCold(({ groups }) => groups.allocation),
  },
  {
    name: 'cold.environmentSetup',
    title: 'environment set-up: connection, runtime boot',
    of: whenCold(({ groups }) => groups.environmentSetup),
  },
  { name: 'cold.init', title: 'init', of: whenCold(({ groups }) => groups.init) },
  {
    name: 'cold.invoke',
    title: 'the first event itself',
    of: whenCold(({ groups }) => groups.invoke),
  },
  {
    name: 'warm.answered',
    title: 'warm event, until answered',
    of: whenWarm(({ answeredMs }) => answeredMs),
  },
  {
    name: 'warm.duration',
    title: 'warm event, Duration',
    of: whenWarm(({ durationMs }) => durationMs),
  },
  {
    name: 'warm.processor',
    title: 'warm event, processor time',
    of: whenWarm(({ processorMs }) => processorMs),
  },
  {
    name: 'warm.throttled',
    title: 'warm event, throttled: the CPU quota used up',
    of: whenWarm(({ throttledMs }) => throttledMs),
  },
];

/** The metrics by which contenders are compared: the others are parts of these. */
export const comparedMetrics: readonly Metric[] = metrics.filter(({ name }) =>
  ['cold.answered', 'cold.init', 'warm.answered'].includes(name),
);

export function valuesOf(samples: readonly Sample[], metric: Metric): readonly number[] {
  return samples.map(metric.of).filter((value) => value !== null);
}

/** Values by round, in the order of the rounds. */
export function roundsOf(
  samples: readonly Sample[],
  metric: Metric,
): readonly (readonly number[])[] {
  const rounds = Map.groupBy(samples, ({ round }) => round);
  return [...rounds].sort(([a], [b]) => a - b).map(([, own]) => valuesOf(own, metric));
}
