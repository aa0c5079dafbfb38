import { readFileSync } from 'node:fs';
import path from 'node:path';

/** A row of the contract, as `rows.tsv` has it. */
export interface Row {
  /** `1.5-3`, `C-6`. */
  readonly id: string;
  readonly scope: 'in' | 'later' | 'out';
  readonly isBehaviour: boolean;
  readonly title: string;
  /** Why it is not here: for `later` and `out`, or `gap: …`, `untested: …`. */
  readonly note: string;
}

const file = path.join(import.meta.dirname, '../rows.tsv');

/** @throws Error that names the line and what is wrong with it */
export function readRows(text = readFileSync(file, 'utf8')): readonly Row[] {
  const [, ...lines] = text.trimEnd().split('\n');
  const rows = lines.map(parseRow);
  const ids = rows.map(({ id }) => id);
  const twice = ids.find((id, at) => ids.indexOf(id) !== at);
  if (twice !== undefined) throw new Error(`rows.tsv has ${twice} twice`);
  return rows;
}

function parseRow(line: string): Row {
  const [id = '', scope = '', verdict = '', title = '', note = '', ...more] = line.split('\t');
  const isScope = scope === 'in' || scope === 'later' || scope === 'out';
  const isVerdict = verdict === 'behaviour' || verdict === 'not about behaviour';
  if (!isScope || !isVerdict || title === '' || more.length > 0) {
    throw new Error(`rows.tsv: ${JSON.stringify(line)} is no id, scope, verdict, title, note`);
  }
  if (scope !== 'in' && note === '') throw new Error(`rows.tsv: ${id} does not say why ${scope}`);
  return { id, scope, isBehaviour: verdict === 'behaviour', title, note };
}

/** `1.5` of `1.5-3`, `C` of a correction. */
export function sectionOf({ id }: Row): string {
  return id.slice(0, id.lastIndexOf('-'));
}
