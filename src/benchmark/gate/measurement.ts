import type { Contender } from '../contender.ts';
import { type Metric, roundsOf, valuesOf } from '../metric.ts';
import type { Sample } from '../sample.ts';
import type { Interval } from '../statistics/median-interval.ts';
import { type Percentile, percentiles } from '../statistics/percentile.ts';
import { type Quantile, quantileInterval } from '../statistics/quantile-interval.ts';
import type { Random } from '../statistics/random.ts';
import { calibratorName } from './calibrator.ts';

/** Percentiles of what was measured, with their intervals, in the units that a gate works in. */
export class Measurement {
  readonly contenders: readonly Contender[];
  readonly #controls: readonly Contender[];
  readonly #samples: ReadonlyMap<string, readonly Sample[]>;
  readonly #random: Random;

  /** @param samples also those of the calibrators */
  constructor(contenders: readonly Contender[], samples: readonly Sample[], random: Random) {
    this.contenders = contenders.filter(({ control }) => !control);
    this.#samples = Map.groupBy(samples, ({ contender }) => contender);
    this.#random = random;
    this.#controls = contenders.filter(({ control }) => control);
  }

  count({ name }: Contender, metric: Metric): number {
    return valuesOf(this.#samples.get(name) ?? [], metric).length;
  }

  /** Milliseconds. */
  ms({ name }: Contender, metric: Metric, percentile: Percentile): Interval {
    return quantileInterval(this.#quantile(name, metric, percentile), null, this.#random);
  }

  /** In medians of the calibrator. */
  calibrated(contender: Contender, metric: Metric, percentile: Percentile): Interval {
    const unit = this.#quantile(calibratorName(contender), metric, 'p50');
    return quantileInterval(this.#quantile(contender.name, metric, percentile), unit, this.#random);
  }

  /** In the reference's own percentile. */
  compared({ name, reference }: Contender, metric: Metric, percentile: Percentile): Interval {
    return this.#ratio(name, reference, metric, percentile);
  }

  /** The reference, measured twice: what a difference must be beyond. */
  control({ reference }: Contender, metric: Metric, percentile: Percentile): Interval {
    const control = this.#controls.find((other) => other.reference === reference);
    return this.#ratio(control?.name ?? reference, reference, metric, percentile);
  }

  #ratio(name: string, reference: string, metric: Metric, percentile: Percentile): Interval {
    const unit = this.#quantile(reference, metric, percentile);
    return quantileInterval(this.#quantile(name, metric, percentile), unit, this.#random);
  }

  #quantile(name: string, metric: Metric, percentile: Percentile): Quantile {
    const { share } = percentiles[percentile];
    return { rounds: roundsOf(this.#samples.get(name) ?? [], metric), share };
  }
}
