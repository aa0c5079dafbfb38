/** What a function answered, as far as answers are compared. */
export interface ComparedAnswer {
  readonly failed: boolean;
  readonly payload: unknown;
}

/** One place where two answers are not the same. */
export interface Difference {
  /** `$.items[0].id`; `$` is the whole answer. */
  readonly path: string;
  readonly first: unknown;
  readonly second: unknown;
}

/**
 * Where two answers differ; the order of members is no difference. Where one fails and the other
 * does not, or their shapes differ, the place is told as a whole.
 */
export function compareAnswers(
  first: ComparedAnswer,
  second: ComparedAnswer,
): readonly Difference[] {
  if (first.failed !== second.failed) {
    return [{ path: '$', first: first.payload, second: second.payload }];
  }
  return compareValues('$', first.payload, second.payload);
}

/** The differences that do not lie at or within the place of another. */
export function besides(
  differences: readonly Difference[],
  others: readonly Difference[],
): readonly Difference[] {
  return differences.filter(({ path }) => !others.some((other) => isPathWithin(path, other.path)));
}

/** Whether two places have anything in common. */
export function touches(path: string, differences: readonly Difference[]): boolean {
  return differences.some(
    (other) => isPathWithin(path, other.path) || isPathWithin(other.path, path),
  );
}

/** `$.a.b` is within `$.a`, `$.ab` is not. */
function isPathWithin(path: string, place: string): boolean {
  return path === place || (path.startsWith(place) && /^[.[]/.test(path.slice(place.length)));
}

function compareValues(path: string, first: unknown, second: unknown): readonly Difference[] {
  if (Array.isArray(first) && Array.isArray(second) && first.length === second.length) {
    return first.flatMap((item, index) => compareValues(`${path}[${index}]`, item, second[index]));
  }
  if (isObject(first) && isObject(second)) {
    const names = new Set([...Object.keys(first), ...Object.keys(second)]);
    return [...names].flatMap((name) =>
      compareValues(memberPath(path, name), first[name], second[name]),
    );
  }
  return Object.is(first, second) ? [] : [{ path, first, second }];
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function memberPath(path: string, name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? `${path}.${name}` : `${path}[${JSON.stringify(name)}]`;
}
