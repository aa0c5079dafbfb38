import * as Plot from '@observablehq/plot';
import type { BenchmarkResult } from '../benchmark-result.ts';
import { formatMs } from '../figure-text.ts';
import { type Metric, valuesOf } from '../metric.ts';
import { median, percentileOfSorted } from '../statistics/percentile.ts';
import { type Chart, drawPanel, fitted, isNarrow, type Panel } from './chart.ts';
import { seriesColour } from './chart-colours.ts';

interface Series {
  readonly name: string;
  readonly control: boolean;
  readonly colour: string;
  readonly sorted: Float64Array;
}

/** A longer curve would only be heavier. */
const curvePointsMax = 200;
const strokesMax = 400;

/** Which share of the samples was done by when, and every sample as a stroke below. */
export function distributionChart(result: BenchmarkResult, metric: Metric): Chart | null {
  const series = seriesOf(result, metric);
  const all = Float64Array.from(series.flatMap(({ sorted }) => [...sorted])).sort();
  if (all.length < 2) return null;
  const edge = edgeOf(all);
  const beyond = all.filter((ms) => ms > edge).length;
  const title = metric.title.slice(0, 1).toUpperCase() + metric.title.slice(1);
  const domain = [all[0] ?? 0, edge] as const;
  const note =
    'Above, the share of samples that were done by then; below, each sample as a stroke.' +
    (beyond > 0 ? ` ${beyond} of ${all.length} lie beyond the right edge.` : '');
  return {
    name: metric.name.replace('.', '-'),
    title,
    note,
    description: `${title}. ${series
      .map(({ name, sorted }) => `${name}: median ${formatMs(median([...sorted]))} ms`)
      .join('. ')}`,
    legend: series.map(({ name, colour, control }) => ({ title: name, colour, dashed: control })),
    draw: (width) => [
      drawCurve(series, domain, width, `${title}: share of samples by time`),
      drawStrip(series, domain, width, `${title}: every sample`),
    ],
  };
}

function seriesOf({ contenders, samples }: BenchmarkResult, metric: Metric): readonly Series[] {
  const byContender = Map.groupBy(samples, ({ contender }) => contender);
  const shown = contenders.filter(({ control }) => !control).map(({ name }) => name);
  return contenders
    .map(({ name, control, reference }) => ({
      name,
      control,
      colour: seriesColour(shown.indexOf(control ? reference : name)),
      sorted: Float64Array.from(valuesOf(byContender.get(name) ?? [], metric)).sort(),
    }))
    .filter(({ sorted }) => sorted.length > 0);
}

/** A few samples far off must not press all others together. */
function edgeOf(sorted: Float64Array): number {
  const middle = percentileOfSorted(sorted, 0.5);
  const edge = middle + 4 * (percentileOfSorted(sorted, 0.95) - middle);
  return Math.min(percentileOfSorted(sorted, 1), Math.max(edge, middle * 1.2));
}

function thinned(sorted: Float64Array, most: number): readonly { ms: number; share: number }[] {
  const { length } = sorted;
  const step = Math.max(1, Math.ceil(length / most));
  return Array.from(sorted, (ms, rank) => ({ ms, share: (100 * (rank + 1)) / length })).filter(
    (_, rank) => rank % step === 0 || rank === length - 1,
  );
}

const marginLeft = 44;
const xTicks = (width: number) => (isNarrow(width) ? { ticks: 4 } : {});

function drawCurve(
  series: readonly Series[],
  domain: readonly [number, number],
  width: number,
  label: string,
): Panel {
  const lines = series.map(({ sorted, colour, control }) =>
    Plot.line(
      thinned(sorted, curvePointsMax).filter(({ ms }) => ms <= domain[1]),
      {
        x: 'ms',
        y: 'share',
        stroke: colour,
        strokeWidth: control ? 1.25 : 2,
        ...(control ? { strokeDasharray: '3 3' } : {}),
        curve: 'step-after',
      },
    ),
  );
  const options = {
    width,
    height: isNarrow(width) ? 200 : 240,
    marginLeft,
    marginTop: 24,
    marginBottom: 24,
    x: { label: null, domain, grid: true, ...xTicks(width) },
    y: { label: '% of samples', grid: true, domain: [0, 100], ticks: [0, 25, 50, 75, 100] },
    marks: lines,
  };
  return drawPanel(options, label);
}

const stripHeight = 38;

function drawStrip(
  series: readonly Series[],
  domain: readonly [number, number],
  width: number,
  label: string,
): Panel {
  const names = series.map(({ name }) => name);
  const strokes = series.map(({ name, sorted, colour }) => {
    const shown = thinned(sorted, strokesMax).filter(({ ms }) => ms <= domain[1]);
    return Plot.tickX(shown, {
      x: 'ms',
      y: () => name,
      stroke: colour,
      strokeOpacity: 0.55,
      insetTop: 18,
      render: asOnePath,
    });
  });
  const options = {
    width,
    height: series.length * stripHeight + 48,
    marginLeft,
    marginTop: 4,
    marginBottom: 44,
    x: { label: 'ms', domain, ...xTicks(width) },
    y: { label: null, domain: names, axis: null, padding: 0.12 },
    marks: [
      ...strokes,
      Plot.text(series, {
        y: 'name',
        frameAnchor: 'left',
        text: ({ name, sorted }: Series) =>
          `${fitted(name, width - 190)}: median ${formatMs(percentileOfSorted(sorted, 0.5))} ms`,
        dy: -9,
        dx: 2,
      }),
    ],
  };
  return drawPanel(options, label);
}

/** Hundreds of strokes as one path: a tenth of the weight. */
const asOnePath: Plot.RenderFunction = (index, scales, values, dimensions, context, next) => {
  const drawn = next?.(index, scales, values, dimensions, context) ?? null;
  const lines = [...(drawn?.querySelectorAll('line') ?? [])];
  const path = context.ownerSVGElement.ownerDocument.createElementNS(
    'http://www.w3.org/2000/svg',
    'path',
  );
  const strokes = lines.map((line) => {
    const [x, y1, y2] = ['x1', 'y1', 'y2'].map((name) => Number(line.getAttribute(name)));
    return `M${x?.toFixed(1)},${y1?.toFixed(1)}V${y2?.toFixed(1)}`;
  });
  path.setAttribute('d', strokes.join(''));
  for (const line of lines) line.remove();
  drawn?.append(path);
  return drawn;
};
