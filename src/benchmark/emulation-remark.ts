import type { Sample } from './sample.ts';

/** Which contenders were emulated, in a sentence for every report; `null` where none was. */
export function emulationRemark(
  samples: readonly Pick<Sample, 'contender' | 'control' | 'emulated'>[],
): string | null {
  const emulated = samples.filter((sample) => sample.emulated === true && !sample.control);
  const names = [...new Set(emulated.map(({ contender }) => contender))];
  if (names.length === 0) return null;
  return `emulated, timings not comparable: ${names.join('; ')}`;
}
