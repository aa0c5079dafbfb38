import { withUnitsKept } from '../figure-text.ts';
import { escapeHtml } from './escape-html.ts';
import { pageStyle } from './page-style.ts';

export interface PageParts {
  /** The page's finding, as text. */
  readonly title: string;
  /** What kind of page it is, as text. */
  readonly kicker: string;
  /** HTML, as are the sections; one that has nothing to say is an empty text. */
  readonly introduction: string;
  readonly sections: readonly string[];
}

/** A document that needs nothing else: no network, no script. */
export function htmlPage({ title, kicker, introduction, sections }: PageParts): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(title)}</title>
<style>${pageStyle}</style>
</head>
<body>
<header>
<p class="kicker">${escapeHtml(kicker)}</p>
<h1>${escapeHtml(withUnitsKept(title))}</h1>
${introduction}
</header>
<main>
${sections.filter((html) => html !== '').join('\n')}
</main>
<footer><p>Made by <code>lambox bench</code>. What may be compared is what stands on this page;
AWS's own figures come from other machines.</p></footer>
</body>
</html>
`;
}
