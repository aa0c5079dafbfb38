import type { Contender, NamedFunction } from '../contender.ts';

/** As Lambox has it where nothing else is said. */
const environmentsMax = 10;

/**
 * Every function at every memory size, with at most so many environments: events beyond are
 * throttled. Nothing is entered twice: load claims no differences.
 */
export function listLoadContenders(
  functions: readonly NamedFunction[],
  memorySizesMb: readonly number[],
  concurrencies: readonly number[] = [environmentsMax],
): readonly Contender[] {
  return functions.flatMap(({ name, options }) =>
    memorySizesMb.flatMap((memorySizeMb) =>
      concurrencies.map((concurrency) => {
        const size = `${memorySizeMb.toLocaleString('en')} MB`;
        const limit =
          concurrencies.length === 1
            ? ''
            : `, at most ${concurrency} environment${concurrency === 1 ? '' : 's'}`;
        const full = `${name} at ${size}${limit}`;
        const setting = { memorySizeMb, concurrency };
        const own = { ...options, ...setting };
        return { name: full, options: own, ...setting, reference: full, control: false };
      }),
    ),
  );
}
