import type { Row } from './rows.ts';

/** A test of the suite and how it ended. */
export interface TestResult {
  readonly name: string;
  readonly status: string;
  /** Written as `test.fails`: it says what ought to be. */
  readonly isExpectedToFail: boolean;
}

export type Verdict = 'held' | 'failed' | 'gap' | 'untested';

export interface Judgement {
  /** Of the rows in scope that are about behaviour. */
  readonly verdicts: ReadonlyMap<string, Verdict>;
  /** What would make the table say something that is not so. */
  readonly complaints: readonly string[];
}

/** The ids that a test's name begins with. */
export function idsOf(name: string): readonly string[] {
  const ids: string[] = [];
  for (const word of name.split(' ')) {
    if (!/^(C-\d+(\.\d+)?|\d+(\.\d+)?-\d+)$/.test(word)) break;
    ids.push(word);
  }
  return ids;
}

/** Held is a row with a test, all of whose tests passed as they are meant to. */
export function judge(rows: readonly Row[], results: readonly TestResult[]): Judgement {
  const byId = new Map<string, TestResult[]>();
  const complaints: string[] = [];
  for (const result of results) {
    const ids = idsOf(result.name);
    if (ids.length === 0) complaints.push(`the test "${result.name}" names no row`);
    for (const id of ids) byId.set(id, [...(byId.get(id) ?? []), result]);
  }
  const judged = rows.filter(({ scope, isBehaviour }) => scope === 'in' && isBehaviour);
  const known = new Set(judged.map(({ id }) => id));
  for (const id of byId.keys()) {
    if (!known.has(id)) complaints.push(`${id} has a test, but is no row in scope`);
  }
  const verdicts = new Map<string, Verdict>();
  for (const row of judged) {
    const tests = byId.get(row.id) ?? [];
    verdicts.set(row.id, verdictOf(row, tests));
    complaints.push(...complaintsOf(row, tests));
  }
  return { verdicts, complaints };
}

function verdictOf({ note }: Row, tests: readonly TestResult[]): Verdict {
  if (tests.some(({ status }) => status === 'failed')) return 'failed';
  if (note.startsWith('gap: ')) return 'gap';
  if (tests.length === 0 || tests.some(({ status }) => status !== 'passed')) return 'untested';
  return tests.some(({ isExpectedToFail }) => isExpectedToFail) ? 'gap' : 'held';
}

function complaintsOf({ id, note }: Row, tests: readonly TestResult[]): readonly string[] {
  const isGap = note.startsWith('gap: ');
  const ran = tests.filter(({ status }) => status === 'passed' || status === 'failed');
  if (note !== '' && !isGap && !note.startsWith('untested: ')) {
    return [`${id} is in scope; its note begins with "gap: " or "untested: "`];
  }
  if (ran.length === 0) {
    return note === '' ? [`${id} has neither a test that ran nor a reason`] : [];
  }
  if (note.startsWith('untested: ')) return [`${id} is called untested, but has a test`];
  const expected = ran.some(({ isExpectedToFail }) => isExpectedToFail);
  if (isGap && !expected) return [`${id} is called a gap, but its test passes: is it closed?`];
  if (!isGap && expected) return [`${id} has a test.fails; its note must say "gap: …"`];
  return [];
}
