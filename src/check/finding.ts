export type FindingId =
  /** Preflight: what would not go as it went. */
  | 'size'
  | 'architecture'
  | 'volume'
  | 'healthCheck'
  | 'mode'
  | 'notExecutable'
  | 'unreadable'
  | 'write'
  | 'sharedMemory'
  /** State bleed: one event's answer depends on another event before it. */
  | 'moduleState'
  | 'tmpState'
  | 'mixedState'
  | 'onlyWarm';

/** One thing that differs on Lambda, or from one event to the next. */
export interface Finding {
  readonly id: FindingId;
  /** What it is about: a path, an image, an event. */
  readonly what: string;
  /** Goes on from `what`: `will fail on Lambda because …`. */
  readonly why: string;
  /** What to do about it, a sentence or two. */
  readonly remedy: string;
}

const shownMax = 10;

/** A file system full of the same mistake is told by its first examples. */
export function capFindings(findings: readonly Finding[]): readonly Finding[] {
  const counts = new Map<FindingId, number>();
  const shown = findings.filter(({ id }) => {
    const count = (counts.get(id) ?? 0) + 1;
    counts.set(id, count);
    return count <= shownMax;
  });
  const others = [...counts].flatMap(([id, count]): Finding[] => {
    const last = shown.findLast((finding) => finding.id === id);
    if (count <= shownMax || last === undefined) return [];
    return [{ ...last, what: `${count - shownMax} more of this kind` }];
  });
  return [...shown, ...others];
}
