import { LamboxError } from '../errors.ts';

export interface NumberRange {
  readonly min: number;
  readonly max: number;
}

/**
 * A reader of one option's number.
 * @param option as the user writes it: `--memory`
 * @param unit `MB`, `seconds`; empty where it counts
 * @throws (the reader) LamboxError `InvalidOption` naming value and range
 */
export function wholeNumber(
  option: string,
  range: NumberRange,
  unit = '',
): (text: string) => number {
  return (text) => parseWholeNumber(text, `${option} ${text}`, range, unit);
}

/**
 * @param written as the user wrote it: `--memory 64`, `AWS_LAMBDA_FUNCTION_TIMEOUT=0`
 * @throws LamboxError `InvalidOption` naming value and range
 */
export function parseWholeNumber(
  text: string,
  written: string,
  range: NumberRange,
  unit: string,
): number {
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (value >= range.min && value <= range.max) return value;
  const [min, max] = [range.min, range.max].map((bound) => bound.toLocaleString('en'));
  const ofUnit = unit === '' ? '' : ` of ${unit}`;
  throw new LamboxError(
    'InvalidOption',
    `${written} is out of range: expected a whole number${ofUnit} from ${min} to ${max}`,
    { remedy: `Choose a number such as ${Math.min(range.max, range.min * 2)}.` },
  );
}
