import { escapeHtml } from './escape-html.ts';

/** A heading, a faint sentence below it, and what it is about. */
export function section(title: string, note: string, html: string): string {
  const sentence = note === '' ? '' : `<p class="faint">${escapeHtml(note)}</p>`;
  return `<section><h2>${escapeHtml(title)}</h2>${sentence}${html}</section>`;
}
