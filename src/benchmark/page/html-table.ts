import { escapeHtml } from './escape-html.ts';

/** Lines under one heading; without it just lines. */
export interface TableGroup {
  readonly title?: string;
  /** Texts first, then numbers: as the head has them. */
  readonly rows: readonly (readonly string[])[];
}

export interface TableHead {
  readonly texts: readonly string[];
  readonly numbers: readonly string[];
}

/** A table that is scrolled by itself where it is wider than the screen. */
export function htmlTable(label: string, head: TableHead, groups: readonly TableGroup[]): string {
  const columns = head.texts.length + head.numbers.length;
  const heads = [
    ...head.texts.map((text) => `<th scope="col">${escapeHtml(text)}</th>`),
    ...head.numbers.map((text) => `<th scope="col" class="number">${escapeHtml(text)}</th>`),
  ];
  const bodies = groups.map(({ title, rows }) => {
    const span = `scope="rowgroup" class="group" colspan="${columns}"`;
    const heading = title === undefined ? '' : `<tr><th ${span}>${escapeHtml(title)}</th></tr>`;
    return `<tbody>${heading}${rows.map((row) => line(row, head)).join('')}</tbody>`;
  });
  return (
    `<div class="wide" role="region" tabindex="0" aria-label="${escapeHtml(label)}"><table>` +
    `<thead><tr>${heads.join('')}</tr></thead>${bodies.join('')}</table></div>`
  );
}

function line(cells: readonly string[], { texts }: TableHead): string {
  const [first = '', ...others] = cells;
  const of = (text: string, index: number) =>
    `<td${index + 1 < texts.length ? '' : ' class="number"'}>${escapeHtml(text)}</td>`;
  return `<tr><th scope="row">${escapeHtml(first)}</th>${others.map(of).join('')}</tr>`;
}
