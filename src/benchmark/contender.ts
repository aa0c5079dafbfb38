import type { FunctionOptions } from '../function-options.ts';

/** One of the things that a benchmark compares: a function at a memory size. */
export interface Contender {
  /** `hello at 1,769 MB`, unlike any other. */
  readonly name: string;
  readonly options: FunctionOptions;
  readonly memorySizeMb: number;
  /** What it is compared with: the first function at its memory size, by name. */
  readonly reference: string;
  /** The reference once more: how much a thing differs from itself on this machine. */
  readonly control: boolean;
}

/**
 * Every function at every memory size, and each size's first function twice.
 * @param functions each by the name that people know it by
 */
export function listContenders(
  functions: readonly { readonly name: string; readonly options: FunctionOptions }[],
  memorySizesMb: readonly number[],
): readonly Contender[] {
  return memorySizesMb.flatMap((memorySizeMb) => {
    const size = `${memorySizeMb.toLocaleString('en')} MB`;
    const contenders = functions.map(({ name, options }) => ({
      name: `${name} at ${size}`,
      options: { ...options, memorySizeMb },
      memorySizeMb,
      reference: `${functions[0]?.name} at ${size}`,
      control: false,
    }));
    const [first] = contenders;
    if (first === undefined) return [];
    return [...contenders, { ...first, name: `${first.name}, again`, control: true }];
  });
}
