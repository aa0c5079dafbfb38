import * as Plot from '@observablehq/plot';
import { parseHTML } from 'linkedom';
import { escapeHtml } from './escape-html.ts';

/** A drawing for the page, or on its own. */
export interface Chart {
  /** Also what its file is called. */
  readonly name: string;
  readonly title: string;
  /** What a reader should know who looks at it, in a sentence or two. */
  readonly note: string;
  /** What it says, for those who cannot see it. */
  readonly description: string;
  readonly legend: readonly Swatch[];
  /** One below the other. */
  readonly draw: (width: number) => readonly Panel[];
}

export interface Swatch {
  readonly title: string;
  readonly colour: string;
  readonly dashed?: boolean;
}

export interface Panel {
  readonly svg: string;
  readonly width: number;
  readonly height: number;
}

/** Widths on which the page draws: a screen or paper, and a phone. */
export const chartWidths = { roomy: 880, narrow: 328 } as const;

export function isNarrow(width: number): boolean {
  return width < 600;
}

/** How wide letters are, on the whole and in the widest of usual fonts. */
const letterPixels = 7.2;
const boldLetterPixels = 8.4;
const endLetters = 14;

/** As much of a name as fits, with its end, which has the memory size. */
export function fitted(text: string, pixels: number, weight: 'normal' | 'bold' = 'normal'): string {
  const columns = Math.floor(pixels / (weight === 'bold' ? boldLetterPixels : letterPixels));
  if (text.length <= columns) return text;
  const end = Math.max(0, Math.min(endLetters, columns - 2));
  return `${text.slice(0, Math.max(0, columns - end - 1))}…${text.slice(text.length - end)}`;
}

/** Plot's own style is left out, which the page's style has once. */
export function drawPanel(
  options: Plot.PlotOptions & { readonly width: number; readonly height: number },
  label: string,
): Panel {
  const { document } = parseHTML('<html></html>');
  const svg = Plot.plot({ document, marginRight: 16, ...options });
  for (const style of svg.querySelectorAll('style')) style.remove();
  // One picture with one description: what its parts are called is Plot's business.
  for (const part of svg.querySelectorAll('[aria-label], [aria-hidden]')) {
    for (const name of ['aria-label', 'aria-description', 'aria-hidden'])
      part.removeAttribute(name);
  }
  svg.setAttribute('font-size', '12');
  const { width, height } = options;
  const html = svg.outerHTML.replaceAll(/\d+\.\d{3,}/g, (digits: string) =>
    Number(digits).toFixed(2),
  );
  // By hand, because a drawing on its own is XML, and linkedom escapes attributes as HTML.
  const named = html.replace('<svg', `<svg role="img" aria-label="${escapeHtml(label)}"`);
  return { svg: named, width, height };
}
