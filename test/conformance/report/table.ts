import { type Row, sectionOf } from './rows.ts';
import type { Judgement, Verdict } from './verdicts.ts';

const begin = '<!-- conformance: written by npm run conformance -->';
const end = '<!-- conformance: end -->';

/** The text of SPECIFICATION.md with the table in it, between its marks. */
export function withTable(specification: string, table: string): string {
  const from = specification.indexOf(begin);
  const to = specification.indexOf(end);
  if (from < 0 || to < from) throw new Error('SPECIFICATION.md has no marks of the table');
  return `${specification.slice(0, from + begin.length)}\n\n${table}\n${specification.slice(to)}`;
}

/** `held N of M`. */
export function summary({ verdicts }: Judgement): string {
  const held = [...verdicts.values()].filter((verdict) => verdict === 'held').length;
  return `held ${held} of ${verdicts.size}`;
}

export function formatTable(rows: readonly Row[], judgement: Judgement): string {
  const inScope = rows.filter(({ scope }) => scope === 'in');
  const having = (verdict: Verdict) =>
    inScope.filter(({ id }) => judgement.verdicts.get(id) === verdict);
  const silent = inScope.filter(({ isBehaviour }) => !isBehaviour);
  return [
    `Rows of the contract in scope and about behaviour: **${summary(judgement)}**.`,
    ...['', '| section | held | rows |', '|---|---|---|', ...sectionLines(inScope, judgement)],
    ...reasonTable('Gaps', having('gap')),
    ...reasonTable('Untested', having('untested')),
    ...reasonTable('Failed', having('failed')),
    ...['', `Not about behaviour: ${silent.map(({ id }) => id).join(', ')}.`],
    ...elsewhere(rows, 'later'),
    ...elsewhere(rows, 'out'),
    '',
  ].join('\n');
}

function sectionLines(rows: readonly Row[], { verdicts }: Judgement): readonly string[] {
  const sections = [...new Set(rows.map(sectionOf))];
  return sections.map((section) => {
    const own = rows.filter((row) => sectionOf(row) === section && verdicts.has(row.id));
    const held = own.filter(({ id }) => verdicts.get(id) === 'held');
    const marks = own.map(({ id }) => {
      const number = id.slice(section.length + 1);
      return verdicts.get(id) === 'held' ? number : `~~${number}~~`;
    });
    return `| ${section} | ${held.length} of ${own.length} | ${marks.join(' ')} |`;
  });
}

function reasonTable(heading: string, rows: readonly Row[]): readonly string[] {
  if (rows.length === 0) return [];
  const lines = rows.map(({ id, title, note }) => {
    return `| ${id} | ${title} | ${note.replace(/^(gap|untested): /, '')} |`;
  });
  return ['', `${heading}:`, '', '| row | what | why |', '|---|---|---|', ...lines];
}

function elsewhere(rows: readonly Row[], scope: Row['scope']): readonly string[] {
  const counts = new Map<string, number>();
  for (const row of rows) {
    if (row.scope === scope) counts.set(row.note, (counts.get(row.note) ?? 0) + 1);
  }
  const parts = [...counts].map(([note, count]) => `${note} ${count}`);
  const total = rows.filter((row) => row.scope === scope).length;
  const heading = scope === 'later' ? 'For a later issue' : 'Out of scope';
  return ['', `${heading}, ${total} rows: ${parts.join(' · ')}.`];
}
