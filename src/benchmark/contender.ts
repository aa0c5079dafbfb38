import type { FunctionOptions } from '../function-options.ts';

/** A function by the name that people know it by. */
export interface NamedFunction {
  readonly name: string;
  readonly options: FunctionOptions;
}

/**
 * One of the things that a benchmark compares: a function at a memory size, with so many
 * events at once.
 */
export interface Contender {
  /** `hello at 1,769 MB`, unlike any other. */
  readonly name: string;
  readonly options: FunctionOptions;
  readonly memorySizeMb: number;
  /** Events at once, and so environments. */
  readonly concurrency: number;
  /** What it is compared with: the first function under the same conditions, by name. */
  readonly reference: string;
  /** The reference once more: how much a thing differs from itself on this machine. */
  readonly control: boolean;
}

/**
 * Every function at every memory size with so many events at once, and the first function of each
 * once more.
 * @param concurrencies events at once
 */
export function listContenders(
  functions: readonly NamedFunction[],
  memorySizesMb: readonly number[],
  concurrencies: readonly number[] = [1],
): readonly Contender[] {
  const settings = memorySizesMb.flatMap((memorySizeMb) =>
    concurrencies.map((concurrency) => ({ memorySizeMb, concurrency })),
  );
  return settings.flatMap((setting) => {
    const contenders = functions.map(({ name, options }) => ({
      name: contenderName(name, setting),
      options: { ...options, ...setting },
      ...setting,
      reference: contenderName(functions[0]?.name ?? '', setting),
      control: false,
    }));
    const [first] = contenders;
    if (first === undefined) return [];
    return [...contenders, { ...first, name: `${first.name}, again`, control: true }];
  });
}

/** Of what, and under which conditions. */
export function contenderName(
  name: string,
  { memorySizeMb, concurrency }: Pick<Contender, 'memorySizeMb' | 'concurrency'>,
): string {
  const atOnce = concurrency === 1 ? '' : `, ${concurrency} at once`;
  return `${name} at ${memorySizeMb.toLocaleString('en')} MB${atOnce}`;
}
