import type { Conditions } from '../conditions.ts';
import { withUnitsKept } from '../figure-text.ts';
import { type Chart, chartWidths, type Panel, type Swatch } from './chart.ts';
import { colour, withPlainColours } from './chart-colours.ts';
import { escapeHtml } from './escape-html.ts';

const padding = 24;
const width = chartWidths.roomy + 2 * padding;
const fontFamily = "system-ui, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif";

interface TextStyle {
  readonly size: number;
  readonly weight: 400 | 700;
  readonly ink: 'ink' | 'faint';
}

const styles = {
  headline: { size: 21, weight: 700, ink: 'ink' },
  title: { size: 14, weight: 700, ink: 'ink' },
  note: { size: 12, weight: 400, ink: 'faint' },
} as const satisfies Record<string, TextStyle>;

/** What has been put below each other so far. */
interface Sheet {
  readonly parts: readonly string[];
  readonly height: number;
}

/** What stands above and below a chart that is on its own. */
export interface ChartFacts {
  /** The report's, in a sentence. */
  readonly finding: string;
  /** ISO 8601, UTC. */
  readonly date: string;
  readonly conditions: Conditions;
}

/** A chart as a drawing that needs no page: what was found, the chart, where it was measured. */
export function chartFile(chart: Chart, { finding, date, conditions }: ChartFacts): string {
  const source =
    `lambox bench ${conditions.lamboxVersion}, ${date.slice(0, 10)}; ` +
    `${conditions.processor}; ${conditions.engine}`;
  let sheet: Sheet = { parts: [], height: padding };
  sheet = withText(sheet, withUnitsKept(finding), styles.headline);
  sheet = withText(sheet, chart.title, styles.title);
  sheet = withText(sheet, chart.note, styles.note);
  sheet = withLegend(sheet, chart.legend);
  for (const panel of chart.draw(chartWidths.roomy)) sheet = withPanel(sheet, panel);
  sheet = withText(sheet, source, styles.note);
  const height = sheet.height + padding - 6;
  const svg =
    `<svg xmlns="http://www.w3.org/2000/svg" role="img" ` +
    `aria-label="${escapeHtml(chart.description)}" width="${width}" height="${height}" ` +
    `viewBox="0 0 ${width} ${height}" font-family="${fontFamily}">` +
    `<rect width="100%" height="100%" fill="${colour('paper')}"/>${sheet.parts.join('')}</svg>\n`;
  return withPlainColours(svg);
}

function withText({ parts, height }: Sheet, text: string, style: TextStyle): Sheet {
  const { size, weight, ink } = style;
  const columns = Math.floor(chartWidths.roomy / (size * (weight === 700 ? 0.64 : 0.58)));
  const lineHeight = Math.round(size * 1.35);
  const lines = wrapped(text, columns);
  const drawn = lines.map((line, index) => {
    const at = `x="${padding}" y="${height + size + index * lineHeight}"`;
    const font = `font-size="${size}" font-weight="${weight}" fill="${colour(ink)}"`;
    return `<text ${at} ${font}>${escapeHtml(line)}</text>`;
  });
  return { parts: [...parts, ...drawn], height: height + lines.length * lineHeight + 6 };
}

function withLegend(sheet: Sheet, swatches: readonly Swatch[]): Sheet {
  if (swatches.length < 2) return sheet;
  const parts: string[] = [];
  let x = padding;
  let y = sheet.height + 10;
  for (const { title, colour: stroke, dashed } of swatches) {
    const wide = 24 + title.length * 7.2 + 18;
    if (x > padding && x + wide > width - padding) {
      x = padding;
      y += 20;
    }
    const dashes = dashed === true ? ' stroke-width="2" stroke-dasharray="4 3"' : '';
    parts.push(
      `<line x1="${x}" x2="${x + 18}" y1="${y}" y2="${y}" stroke="${stroke}" ` +
        `${dashes === '' ? 'stroke-width="6"' : dashes}/>`,
      `<text x="${x + 24}" y="${y + 4}" font-size="12" fill="${colour('ink')}">` +
        `${escapeHtml(title)}</text>`,
    );
    x += wide;
  }
  return { parts: [...sheet.parts, ...parts], height: y + 18 };
}

function withPanel({ parts, height }: Sheet, { svg, height: high }: Panel): Sheet {
  const placed = svg.replace('<svg', `<svg x="${padding}" y="${height}" overflow="visible"`);
  return { parts: [...parts, placed], height: height + high };
}

function wrapped(text: string, columns: number): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= columns) {
      lines[lines.length - 1] = `${last} ${word}`;
    } else {
      lines.push(word);
    }
  }
  return lines;
}
