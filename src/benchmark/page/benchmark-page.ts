import type { BenchmarkResult } from '../benchmark-result.ts';
import { emulationRemark } from '../emulation-remark.ts';
import { formatFinding, formatMs, formatRatio } from '../figure-text.ts';
import { metrics, valuesOf } from '../metric.ts';
import { median } from '../statistics/percentile.ts';
import { distributionChart, memoryChart, waterfallChart } from './charts.ts';
import { escapeHtml } from './escape-html.ts';
import { pageStyle } from './page-style.ts';

/** One HTML file that needs nothing else: no network, no script. */
export function benchmarkPage(result: BenchmarkResult): string {
  const { contenders, samples } = result;
  const shown = contenders.filter(({ control }) => !control);
  const title = `Cold starts: ${shown.map(({ name }) => name).join(', ')}`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>${pageStyle}</style>
</head>
<body>
<h1>${escapeHtml(title)}</h1>
${introduction(result)}
<h2>A cold start by phase</h2>
<p class="faint">The one in the middle of all that were measured, by the time to its answer.</p>
<figure class="wide">${waterfallChart(shown, samples)}</figure>
${distributions(result)}
${memorySweep(result)}
<h2>Figures</h2>
<div class="wide">${figureTable(result)}</div>
${comparisonTable(result)}
<h2>How it was measured</h2>
${conditions(result)}
</body>
</html>
`;
}

function introduction({ date, rounds, complete, samples }: BenchmarkResult): string {
  const cold = samples.filter(({ startKind }) => startKind === 'cold').length;
  const early = complete ? '' : ' The run was ended early.';
  const emulation = emulationRemark(samples);
  const remark = emulation === null ? '' : `<p><strong>${escapeHtml(emulation)}</strong></p>`;
  return (
    `<p class="faint">${escapeHtml(date)}: ${rounds} rounds, ${cold} cold starts, ` +
    `${samples.length - cold} other events.${early} Measured on Docker on one machine: what ` +
    `may be compared is what stands on this page, not AWS's own figures.</p>${remark}`
  );
}

function distributions({ contenders, samples }: BenchmarkResult): string {
  return metrics
    .filter(({ name }) => ['cold.answered', 'cold.init', 'warm.answered'].includes(name))
    .filter((metric) => valuesOf(samples, metric).length > 1)
    .map(
      (metric) =>
        `<h2>${escapeHtml(metric.title)}</h2>\n` +
        `<figure class="wide">${distributionChart(contenders, samples, metric)}</figure>`,
    )
    .join('\n');
}

function memorySweep({ contenders, samples }: BenchmarkResult): string {
  const shown = contenders.filter(({ control }) => !control);
  if (new Set(shown.map(({ memorySizeMb }) => memorySizeMb)).size < 2) return '';
  const [answered] = metrics;
  if (answered === undefined) return '';
  const points = shown.map(({ name, memorySizeMb }) => {
    const own = samples.filter(({ contender }) => contender === name);
    return {
      name: name.replace(/ at [\d,]+ MB/, ''),
      memorySizeMb,
      ms: median(valuesOf(own, answered)),
    };
  });
  return `<h2>Cold start against memory size</h2>
<p class="faint">The median time to the answer. Processor time goes by memory, but not in
init.</p>
<figure class="wide">${memoryChart(points.filter(({ ms }) => !Number.isNaN(ms)))}</figure>`;
}

function figureTable({ rows }: BenchmarkResult): string {
  const lines = rows.map(({ contender, title, summary }) => {
    const { count, min, p50, p90, p99 } = summary;
    const figures = [String(count), ...[min, p50, p90, p99].map(formatMs)];
    return row([contender, title], figures);
  });
  const head = header(['function', 'metric'], ['n', 'least, ms', 'p50', 'p90', 'p99']);
  return `<table>${head}${lines.join('')}</table>
<p class="faint">A percentile stands only where enough samples lie beyond it: – means too few.</p>`;
}

function comparisonTable({ comparisons }: BenchmarkResult): string {
  if (comparisons.length === 0) return '';
  const lines = comparisons.map((comparison) => {
    const { contender, reference, metric, ratio, control } = comparison;
    const texts = [`${contender} ÷ ${reference}`, metric, formatFinding(comparison)];
    return row(texts, [formatRatio(ratio), formatRatio(control)]);
  });
  const head = header(['compared', 'metric', 'finding'], ['ratio, 95 %', 'control, 95 %']);
  return `<h2>Compared</h2>
<p class="faint">Ratios of medians of the same rounds. The control is the reference measured
twice: what differs by no more than it does is no difference.</p>
<div class="wide"><table>${head}${lines.join('')}</table></div>`;
}

function conditions({ conditions: of, before, after, command }: BenchmarkResult): string {
  const load = `${before.loadAverage.toFixed(2)} before, ${after.loadAverage.toFixed(2)} after`;
  const stolen =
    before.stealSeconds === null || after.stealSeconds === null
      ? 'unknown'
      : `${(after.stealSeconds - before.stealSeconds).toFixed(2)} s`;
  const facts: readonly (readonly [string, string])[] = [
    ['processor', of.processor],
    ['memory', `${of.memoryGib} GiB`],
    ['kernel', of.kernel],
    ['engine', of.engine],
    ['channel', of.channel],
    ['Lambox, Node.js', `${of.lamboxVersion}, ${of.nodeVersion}`],
    ['load', load],
    ['stolen by a hypervisor', stolen],
  ];
  return `<table>${facts.map(([name, text]) => row([name, text], [])).join('')}</table>
<p>Again: <code>${escapeHtml(command)}</code></p>`;
}

function header(texts: readonly string[], numbers: readonly string[]): string {
  const of = (kind: string) => (text: string) => `<th${kind}>${escapeHtml(text)}</th>`;
  return `<tr>${texts.map(of('')).join('')}${numbers.map(of(' class="number"')).join('')}</tr>`;
}

function row(texts: readonly string[], numbers: readonly string[]): string {
  const of = (kind: string) => (text: string) => `<td${kind}>${escapeHtml(text)}</td>`;
  return `<tr>${texts.map(of('')).join('')}${numbers.map(of(' class="number"')).join('')}</tr>`;
}
