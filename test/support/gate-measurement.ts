import type { Contender } from '../../src/benchmark/contender.ts';
import { calibratorName } from '../../src/benchmark/gate/calibrator.ts';
import { Measurement } from '../../src/benchmark/gate/measurement.ts';
import { seededRandom } from '../../src/benchmark/statistics/random.ts';
import { noisySamples, twoContenders } from './benchmark-samples.ts';

interface GateRun {
  readonly rounds?: number;
  readonly seed?: number;
  /** By what factor the whole machine is slower. */
  readonly machine?: number;
  readonly slower?: (contender: Contender) => number;
}

/** Two functions, the control and the calibrator, measured on a made-up machine. */
export function gateMeasurement({
  rounds = 30,
  seed = 1,
  machine = 1,
  slower = () => 1,
}: GateRun = {}): Measurement {
  const random = seededRandom(seed);
  const contenders = twoContenders();
  const [first] = contenders;
  const name = calibratorName({ memorySizeMb: 128, concurrency: 1 });
  const calibrators = first === undefined ? [] : [{ ...first, name, reference: name }];
  const samples = noisySamples(
    [...contenders, ...calibrators],
    rounds,
    random,
    (contender) => machine * slower(contender),
  );
  return new Measurement(contenders, samples, random);
}
