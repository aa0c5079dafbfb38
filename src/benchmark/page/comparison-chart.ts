import * as Plot from '@observablehq/plot';
import type { BenchmarkResult } from '../benchmark-result.ts';
import type { Comparison } from '../comparison.ts';
import { formatFinding, formatRatio } from '../figure-text.ts';
import { metrics } from '../metric.ts';
import { type Chart, drawPanel, fitted, type Panel } from './chart.ts';
import { colour } from './chart-colours.ts';

/** What was compared, as ratios with their intervals; the control's interval lies behind. */
export function comparisonChart({ comparisons, contenders }: BenchmarkResult): Chart | null {
  const controls = new Set(contenders.filter(({ control }) => control).map(({ name }) => name));
  const shown = comparisons.filter(({ contender }) => !controls.has(contender));
  if (shown.length === 0) return null;
  const ends = shown.flatMap(({ ratio, control }) => [
    ...[ratio.low, ratio.high],
    ...[control.low, control.high],
  ]);
  const domain = [Math.min(0.9, ...ends) * 0.98, Math.max(1.1, ...ends) * 1.02] as const;
  const byMetric = [...Map.groupBy(shown, ({ metric }) => metric)];
  return {
    name: 'comparison',
    title: 'Compared',
    note:
      'Ratios of medians of the same rounds, with their 95 % intervals. Shaded is how far the ' +
      'reference seems to differ from itself: what lies within is no difference.',
    description: shown
      .map((comparison) => `${titleOf(comparison.metric)}: ${lineOf(comparison)}`)
      .join('. '),
    legend: (['faster', 'slower', 'noDifference', 'tooNoisy'] as const)
      .filter((finding) => shown.some((comparison) => comparison.finding === finding))
      .map((finding) => ({ title: formatFinding({ finding }), colour: colour(finding) })),
    draw: (width) =>
      byMetric.map(([metric, own]) => drawMetric(titleOf(metric), own, domain, width)),
  };
}

function titleOf(metric: string): string {
  return metrics.find(({ name }) => name === metric)?.title ?? metric;
}

function lineOf(comparison: Comparison): string {
  const { contender, reference, ratio } = comparison;
  return `${contender} ÷ ${reference}: ${formatRatio(ratio)}, ${formatFinding(comparison)}`;
}

const rowHeight = 48;
const lineHeight = 12;
const candidates = [0.1, 0.2, 0.33, 0.5, 0.67, 0.8, 0.9, 1, 1.1, 1.25, 1.5, 2, 3, 5, 10];

/** So many ticks as do not run into each other; always the one at 1. */
function ticksFor([low, high]: readonly [number, number], width: number): readonly number[] {
  const pixels = (ratio: number) => (Math.log(ratio / low) / Math.log(high / low)) * (width - 32);
  const inside = candidates.filter((ratio) => ratio >= low && ratio <= high);
  const kept = [1];
  for (const ratio of inside.toSorted((a, b) => Math.abs(Math.log(b)) - Math.abs(Math.log(a)))) {
    if (kept.every((other) => Math.abs(pixels(other) - pixels(ratio)) > 46)) kept.push(ratio);
  }
  return kept;
}

function percentOf(ratio: number): string {
  const percent = Math.round((ratio - 1) * 100);
  return percent === 0 ? 'equal' : `${percent > 0 ? '+' : '−'}${Math.abs(percent)} %`;
}

function drawMetric(
  title: string,
  comparisons: readonly Comparison[],
  domain: readonly [number, number],
  width: number,
): Panel {
  const isLong = comparisons.some((one) => labelOf(one, width).includes('\n'));
  const height = rowHeight + (isLong ? lineHeight : 0);
  const options = {
    width,
    height: 28 + comparisons.length * height + 30,
    marginLeft: 16,
    marginTop: 28,
    marginBottom: 30,
    x: {
      type: 'log' as const,
      domain,
      label: null,
      ticks: ticksFor(domain, width),
      tickFormat: percentOf,
      grid: true,
    },
    y: { label: null, axis: null, domain: comparisons.map(rowOf), padding: 0 },
    marks: [
      ...intervalMarks(comparisons, isLong),
      Plot.text(comparisons, {
        y: rowOf,
        frameAnchor: 'left',
        lineAnchor: 'top',
        dy: 4 - height / 2,
        dx: -12,
        text: (comparison: Comparison) => labelOf(comparison, width),
      }),
      Plot.text([title], {
        frameAnchor: 'top-left',
        dy: -22,
        dx: -16,
        fontWeight: 600,
        fontSize: 13,
      }),
    ],
  };
  return drawPanel(options, title);
}

const rowOf = ({ contender }: Comparison) => contender;

/** The control's interval as a shade, and on it the ratio with its own. */
function intervalMarks(comparisons: readonly Comparison[], isLong: boolean) {
  const dy = isLong ? 16 : 10;
  const findingColour = ({ finding }: Comparison) => colour(finding);
  return [
    Plot.barX(comparisons, {
      x1: ({ control }: Comparison) => control.low,
      x2: ({ control }: Comparison) => control.high,
      y: rowOf,
      fill: 'currentColor',
      fillOpacity: 0.12,
      insetTop: isLong ? 36 : 24,
      insetBottom: 6,
    }),
    Plot.ruleX([1], { strokeOpacity: 0.6 }),
    Plot.link(comparisons, {
      x1: ({ ratio }: Comparison) => ratio.low,
      x2: ({ ratio }: Comparison) => ratio.high,
      y1: rowOf,
      y2: rowOf,
      dy,
      stroke: findingColour,
      strokeWidth: 3,
    }),
    Plot.dot(comparisons, {
      x: ({ ratio }: Comparison) => ratio.middle,
      y: rowOf,
      dy,
      r: 5,
      fill: findingColour,
    }),
  ];
}

/** Where it does not fit, on two lines and without the reference, which the table below has. */
function labelOf(comparison: Comparison, width: number): string {
  const { contender, reference } = comparison;
  const line = lineOf(comparison);
  if (fitted(line, width) === line) return line;
  return `${fitted(contender, width)}\n${line.slice(`${contender} ÷ ${reference}: `.length)}`;
}
