import type { BenchmarkResult } from '../benchmark-result.ts';
import { emulationRemark } from '../emulation-remark.ts';
import { formatMs } from '../figure-text.ts';
import { headline } from '../headline.ts';
import { chartSection } from './chart-figure.ts';
import { charts } from './charts.ts';
import { escapeHtml } from './escape-html.ts';
import { comparisonSection, figureSection } from './figure-section.ts';
import { htmlPage } from './html-page.ts';
import { importsSection } from './imports-section.ts';
import { reproductionSection } from './reproduction-section.ts';

/** One HTML file that needs nothing else: no network, no script. */
export function benchmarkPage(result: BenchmarkResult): string {
  return htmlPage({
    title: headline(result),
    kicker: 'Lambda cold starts, measured',
    introduction: `${introduction(result)}\n${cards(result)}`,
    sections: sections(result),
  });
}

/** In the order of the page. One that has nothing to say is an empty text. */
function sections(result: BenchmarkResult): readonly string[] {
  return [
    ...charts(result).map(chartSection),
    figureSection(result),
    importsSection(result.imports),
    comparisonSection(result),
    reproductionSection(result),
  ];
}

function introduction({ date, rounds, complete, samples, conditions }: BenchmarkResult): string {
  const cold = samples.filter(({ startKind }) => startKind === 'cold').length;
  const day = `${date.slice(0, 10)} ${date.slice(11, 16)} UTC`;
  const text =
    `${day}. ${counted(rounds, 'round')}, interleaved: ${counted(cold, 'cold start')}, ` +
    `${counted(samples.length - cold, 'other event')}. ` +
    `${complete ? '' : 'The run was ended early. '}` +
    `${conditions.processor}; ${conditions.engine}.`;
  const emulation = emulationRemark(samples);
  const remark = emulation === null ? '' : `<p><strong>${escapeHtml(emulation)}</strong></p>`;
  return `<p class="faint">${escapeHtml(text)}</p>${remark}`;
}

function counted(count: number, what: string): string {
  return `${count.toLocaleString('en')} ${what}${count === 1 ? '' : 's'}`;
}

const cardsMax = 6;

/** The three figures that people ask for first, of each contender. */
function cards({ contenders, rows }: BenchmarkResult): string {
  const shown = contenders.filter(({ control }) => !control);
  if (shown.length > cardsMax) return '';
  const items = shown.map(({ name }) => {
    const figure = (metric: string) => {
      const row = rows.find((one) => one.contender === name && one.metric === metric);
      return row === undefined ? null : (row.summary.p50 ?? row.summary.min);
    };
    const [answered, init, warm] = ['cold.answered', 'cold.init', 'warm.answered'].map(figure);
    if (answered === null || answered === undefined) return '';
    const others = [
      ...(init === null || init === undefined ? [] : [`init ${formatMs(init)} ms`]),
      ...(warm === null || warm === undefined ? [] : [`warm ${formatMs(warm)} ms`]),
    ];
    return (
      `<li><span>${escapeHtml(name)}</span><strong>${formatMs(answered)}<small> ms</small>` +
      `</strong><span>cold start${others.map((text) => `, ${text}`).join('')}</span></li>`
    );
  });
  return `<ul class="cards">${items.join('')}</ul>`;
}
