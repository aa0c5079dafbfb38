import type { BenchmarkResult } from '../benchmark-result.ts';
import { emulationRemark } from '../emulation-remark.ts';
import { headline } from '../headline.ts';
import { besideAwsSection } from './beside-aws-section.ts';
import { cards } from './cards.ts';
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
    besideAwsSection(result.besideAws),
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
