import type { Labels } from '../container-engine.ts';

/**
 * The Engine API's filter for what carries all the labels; an empty value asks for the key
 * alone.
 */
export function toLabelFilters(labels: Labels): { label: string[] } {
  const label = Object.entries(labels).map(([key, value]) =>
    value === '' ? key : `${key}=${value}`,
  );
  return { label };
}
