import * as Plot from '@observablehq/plot';
import { formatMs } from '../figure-text.ts';
import type { LoadReport } from '../load/load-report.ts';
import { percentileOfSorted } from '../statistics/percentile.ts';
import { type Chart, drawPanel, isNarrow, type Panel } from './chart.ts';
import { seriesColour } from './chart-colours.ts';

interface Series {
  readonly name: string;
  readonly colour: string;
  readonly sorted: Float64Array;
}

/** Steps of the curve: more would only be heavier. */
const steps = 200;

/** Which share of the events had its answer by when, of every contender. */
export function latencyChart({ results, events }: LoadReport): Chart | null {
  const answered = Map.groupBy(
    events.filter(({ outcome }) => outcome === 'succeeded'),
    ({ contender }) => contender,
  );
  const series = results
    .map(({ contender }, index) => ({
      name: contender,
      colour: seriesColour(index),
      sorted: Float64Array.from(answered.get(contender) ?? [], ({ latencyMs }) => latencyMs).sort(),
    }))
    .filter(({ sorted }) => sorted.length > 1);
  if (series.length === 0) return null;
  const title = 'Latency';
  return {
    name: 'load-latency',
    title,
    note: 'The share of events that had their answer by then. Times grow by factors.',
    description: `${title}. ${series
      .map(({ name, sorted }) => `${name}: median ${formatMs(percentileOfSorted(sorted, 0.5))} ms`)
      .join('. ')}`,
    legend: series.map(({ name, colour }) => ({ title: name, colour })),
    draw: (width) => [drawCurve(series, width, `${title}: share of events by time`)],
  };
}

function drawCurve(series: readonly Series[], width: number, label: string): Panel {
  const lines = series.map(({ sorted, colour }) => {
    const points = Array.from({ length: steps + 1 }, (_, step) => {
      const ms = percentileOfSorted(sorted, step / steps);
      return { ms: Math.max(ms, 0.01), share: (100 * step) / steps };
    });
    return Plot.line(points, { x: 'ms', y: 'share', stroke: colour, strokeWidth: 2 });
  });
  const options: Parameters<typeof drawPanel>[0] = {
    width,
    height: isNarrow(width) ? 220 : 260,
    marginLeft: 44,
    marginTop: 24,
    marginBottom: 44,
    x: { label: 'ms', type: 'log', grid: true, ticks: isNarrow(width) ? 3 : 6, tickFormat: '~s' },
    y: { label: '% of events', grid: true, domain: [0, 100], ticks: [0, 25, 50, 75, 100] },
    marks: lines,
  };
  return drawPanel(options, label);
}
