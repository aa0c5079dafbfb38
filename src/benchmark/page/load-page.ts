import { formatMs } from '../figure-text.ts';
import type { LoadReport } from '../load/load-report.ts';
import type { LoadResult } from '../load/load-result.ts';
import {
  latencyFigures,
  latencyHeads,
  latencyRemark,
  latencyRows,
  outcomeText,
  rateText,
  senderText,
} from '../load/load-text.ts';
import type { Chart } from './chart.ts';
import { chartSection } from './chart-figure.ts';
import { escapeHtml } from './escape-html.ts';
import { htmlPage } from './html-page.ts';
import { htmlTable } from './html-table.ts';
import { latencyChart } from './latency-chart.ts';
import { latencyTimeChart } from './latency-time-chart.ts';
import { reproductionSection } from './reproduction-section.ts';
import { section } from './section.ts';

/** What a load came to, as one HTML file that needs nothing else. */
export function loadPage(report: LoadReport): string {
  return htmlPage({
    title: loadHeadline(report),
    kicker: 'Lambda under load, measured',
    introduction: introduction(report),
    sections: [
      section('What became of the events', '', outcomes(report)),
      ...loadCharts(report).map(chartSection),
      figures(report),
      reproductionSection(report),
    ],
  });
}

/** Every chart that has something to say, in the order of the page. */
export function loadCharts(report: LoadReport): readonly Chart[] {
  const overTime = report.results.map((result) => latencyTimeChart(result, report));
  return [latencyChart(report), ...overTime].filter((chart) => chart !== null);
}

/** What it came to; where the sender was late, that and no figure. */
export function loadHeadline({ results, rate }: LoadReport): string {
  const at = `At ${rate.eventsPerSecond.toLocaleString('en')} events a second`;
  const late = results.find(({ sender }) => !sender.keptSchedule);
  if (late !== undefined) return `${at} this machine could not keep its schedule`;
  if (results.length > 2) return `${at}: ${results.length} functions and sizes, beside each other`;
  const [first, ...others] = results.map(({ contender, latency: { all } }) => {
    const [text, ms] = all.p99Ms === null ? ['half', all.p50Ms] : ['99 of 100', all.p99Ms];
    return `${contender} answered ${text} within ${formatMs(ms)} ms`;
  });
  return others.length === 0 ? `${at}, ${first}` : `${at}: ${[first, ...others].join('; ')}`;
}

function introduction(report: LoadReport): string {
  const { date, conditions, complete, emulated } = report;
  const text =
    `${date.slice(0, 10)} ${date.slice(11, 16)} UTC. ${rateText(report)}. ` +
    `${complete ? '' : 'The run was ended early. '}${latencyRemark} ` +
    `${conditions.processor}; ${conditions.engine}.`;
  const names = escapeHtml(emulated.join('; '));
  const remark =
    names === '' ? '' : `<p><strong>Emulated, timings not comparable: ${names}</strong></p>`;
  return `<p class="faint">${escapeHtml(text)}</p>${remark}`;
}

function outcomes({ results }: LoadReport): string {
  const items = results.map((result) => {
    const { contender, fault } = result;
    const sender = escapeHtml(`${senderText(result)}.`);
    const lines = [
      escapeHtml(`${outcomeText(result)}.`),
      result.sender.keptSchedule ? sender : `<strong>${sender}</strong>`,
      ...(fault === null ? [] : [escapeHtml(`The first fault: ${fault}`)]),
    ];
    return `<p><strong>${escapeHtml(contender)}</strong><br>${lines.join('<br>')}</p>`;
  });
  return items.join('');
}

function figures({ results }: LoadReport): string {
  const groups = results.map((result: LoadResult) => ({
    title: result.contender,
    rows: latencyRows(result).map(([title, summary]) => [title, ...latencyFigures(summary)]),
  }));
  const head = { texts: ['latency, milliseconds'], numbers: latencyHeads };
  const note = 'A percentile stands only where enough events lie beyond it: – means too few.';
  return section('Figures', note, htmlTable('Figures', head, groups));
}
