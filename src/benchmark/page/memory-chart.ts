import * as Plot from '@observablehq/plot';
import type { BenchmarkResult } from '../benchmark-result.ts';
import type { Contender } from '../contender.ts';
import { formatMs } from '../figure-text.ts';
import { metrics, valuesOf } from '../metric.ts';
import { median } from '../statistics/percentile.ts';
import { type Chart, drawPanel, type Panel } from './chart.ts';
import { seriesColour } from './chart-colours.ts';

interface Point {
  readonly name: string;
  readonly colour: string;
  readonly memorySizeMb: number;
  readonly ms: number;
}

/** The function's name without its memory size. */
export function functionName({ name }: Pick<Contender, 'name'>): string {
  return name.replace(/ at [\d,]+ MB/, '');
}

/** The time to the answer of a cold start at each memory size, a line a function. */
export function memoryChart({ contenders, samples }: BenchmarkResult): Chart | null {
  const shown = contenders.filter(({ control }) => !control);
  const sizes = [...new Set(shown.map(({ memorySizeMb }) => memorySizeMb))];
  const answered = metrics.find(({ name }) => name === 'cold.answered');
  if (sizes.length < 2 || answered === undefined) return null;
  const names = [...new Set(shown.map(functionName))];
  const byContender = Map.groupBy(samples, ({ contender }) => contender);
  const points = shown
    .map((contender) => ({
      name: functionName(contender),
      colour: seriesColour(names.indexOf(functionName(contender))),
      memorySizeMb: contender.memorySizeMb,
      ms: median(valuesOf(byContender.get(contender.name) ?? [], answered)),
    }))
    .filter(({ ms }) => !Number.isNaN(ms));
  return {
    name: 'memory',
    title: 'Cold start against memory size',
    note: 'The median time to the answer. Processor time goes by memory, but not in init.',
    description: points
      .map(({ name, memorySizeMb, ms }) => `${name} at ${memorySizeMb} MB: ${formatMs(ms)} ms`)
      .join('. '),
    legend: names.map((title, index) => ({ title, colour: seriesColour(index) })),
    draw: (width) => [drawTimes(points, sizes, width)],
  };
}

function drawTimes(points: readonly Point[], sizes: readonly number[], width: number): Panel {
  const label = 'time to the answer of a cold start, ms';
  const options = {
    width,
    height: 240,
    marginLeft: 44,
    marginTop: 26,
    marginBottom: 44,
    x: { label: 'memory size, MB', type: 'log' as const, ticks: sizes, tickFormat: 'd', inset: 16 },
    y: { label: 'ms', grid: true, zero: true, nice: true },
    marks: [
      Plot.lineY(points, {
        x: 'memorySizeMb',
        y: 'ms',
        z: 'name',
        stroke: ({ colour }: Point) => colour,
        strokeWidth: 2,
      }),
      Plot.dot(points, {
        x: 'memorySizeMb',
        y: 'ms',
        r: 4,
        fill: ({ colour }: Point) => colour,
      }),
      Plot.text(points, {
        x: 'memorySizeMb',
        y: 'ms',
        text: ({ ms }: Point) => formatMs(ms),
        dy: -12,
      }),
    ],
  };
  return drawPanel(options, label);
}
