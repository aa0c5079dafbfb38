import { type Chart, chartWidths, type Swatch } from './chart.ts';
import { escapeHtml } from './escape-html.ts';
import { section } from './section.ts';

/** A chart's part of the page, drawn twice: text that shrinks with a phone is unreadable. */
export function chartSection(chart: Chart | null): string {
  if (chart === null) return '';
  const drawn = Object.entries(chartWidths).map(([look, width]) => {
    const panels = chart.draw(width).map(({ svg }) => svg);
    return `<div class="${look}">${panels.join('')}</div>`;
  });
  const figure =
    `<figure aria-label="${escapeHtml(chart.description)}">` +
    `${legend(chart.legend)}${drawn.join('')}</figure>`;
  return section(chart.title, chart.note, figure);
}

function legend(swatches: readonly Swatch[]): string {
  if (swatches.length < 2) return '';
  const items = swatches.map(({ title, colour, dashed }) => {
    const kind = dashed === true ? ' class="dashed"' : '';
    return `<li><i${kind} style="color:${colour}"></i>${escapeHtml(title)}</li>`;
  });
  return `<ul class="legend">${items.join('')}</ul>`;
}
