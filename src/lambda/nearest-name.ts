/** Fewer letters than this abbreviate almost anything. */
const abbreviationLengthMin = 4;

/**
 * The candidate with the smallest edit distance to what was written, the first among equals; where
 * even that one differs in more than a third of its characters (at least two), the first that what
 * was written abbreviates (`node24` of `nodejs24.x`), else `null`.
 */
export function nearestName(written: string, candidates: readonly string[]): string | null {
  let nearest: string | null = null;
  let smallest = Number.POSITIVE_INFINITY;
  for (const candidate of candidates) {
    const distance = editDistance(written, candidate);
    if (distance < smallest) {
      nearest = candidate;
      smallest = distance;
    }
  }
  const tolerance = Math.max(2, Math.floor((nearest?.length ?? 0) / 3));
  if (smallest <= tolerance) return nearest;
  if (written.length < abbreviationLengthMin) return null;
  return candidates.find((candidate) => abbreviates(written, candidate)) ?? null;
}

/** Whether the letters of the one stand in the other in this order, with others between them. */
function abbreviates(written: string, candidate: string): boolean {
  let at = -1;
  for (const letter of written) {
    at = candidate.indexOf(letter, at + 1);
    if (at < 0) return false;
  }
  return true;
}

/** Levenshtein: insertions, deletions and replacements that lead from one text to the other. */
function editDistance(from: string, to: string): number {
  let previous = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let row = 1; row <= from.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= to.length; column += 1) {
      const replaced = from[row - 1] === to[column - 1] ? 0 : 1;
      current.push(
        Math.min(
          (previous[column] ?? 0) + 1,
          (current[column - 1] ?? 0) + 1,
          (previous[column - 1] ?? 0) + replaced,
        ),
      );
    }
    previous = current;
  }
  return previous[to.length] ?? 0;
}
