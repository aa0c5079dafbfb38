import * as Plot from '@observablehq/plot';
import type { BenchmarkResult } from '../benchmark-result.ts';
import type { ContenderCost } from '../event-cost.ts';
import { formatMs } from '../figure-text.ts';
import { lambdaPrices } from '../lambda-prices.ts';
import { type Chart, drawPanel, type Panel } from './chart.ts';
import { seriesColour } from './chart-colours.ts';

interface Point {
  readonly name: string;
  readonly colour: string;
  readonly memorySizeMb: number;
  readonly value: number;
}

/** One of the two charts: what is drawn, and how its figures are written. */
interface Measure {
  readonly title: string;
  readonly of: (cost: ContenderCost) => number | null;
  readonly write: (value: number) => string;
}

const time: Measure = {
  title: 'Time to the answer of a cold start, ms',
  of: ({ coldAnsweredMs }) => coldAnsweredMs,
  write: formatMs,
};

const coldCost: Measure = {
  title: 'Cost of a million cold starts, US dollars',
  of: ({ coldPerMillion }) => coldPerMillion,
  write: (dollars) => `$${dollars.toFixed(2)}`,
};

/** The time of a cold start and its cost at each memory size, a line a function. */
export function memoryChart({ costs, conditions }: BenchmarkResult): Chart | null {
  const sizes = [...new Set(costs.map(({ memorySizeMb }) => memorySizeMb))];
  if (sizes.length < 2) return null;
  const names = [...new Set(costs.map(functionName))];
  const pointsOf = ({ of }: Measure): readonly Point[] =>
    costs.flatMap((cost) => {
      const [name, value] = [functionName(cost), of(cost)];
      if (value === null) return [];
      const colour = seriesColour(names.indexOf(name));
      return [{ name, colour, memorySizeMb: cost.memorySizeMb, value }];
    });
  const measures = [time, coldCost].filter((measure) => pointsOf(measure).length > 0);
  if (measures.length === 0) return null;
  return {
    name: 'memory',
    title: 'Cold start against memory size',
    note:
      'Medians. Processor time goes by memory, but not in init. Prices of Lambda in ' +
      `${lambdaPrices.region}, ${conditions.architecture}, as of ${lambdaPrices.date}, without ` +
      'the free tier; a cold start is billed with its init as it was measured here.',
    description: costs.map(described).join('. '),
    legend: names.map((title, index) => ({ title, colour: seriesColour(index) })),
    draw: (width) =>
      measures.map((measure) => drawLines(measure, pointsOf(measure), { sizes, width })),
  };
}

/** Without the memory size, which the axis has. */
function functionName({ contender }: ContenderCost): string {
  return contender.replace(/ at [\d,]+ MB/, '');
}

function described({ contender, coldAnsweredMs, coldPerMillion }: ContenderCost): string {
  const dollars = coldPerMillion === null ? '' : `, ${coldCost.write(coldPerMillion)} a million`;
  return `${contender}: ${formatMs(coldAnsweredMs)} ms${dollars}`;
}

const marginLeft = 52;

function drawLines(
  { title, write }: Measure,
  points: readonly Point[],
  { sizes, width }: { readonly sizes: readonly number[]; readonly width: number },
): Panel {
  const at = { x: 'memorySizeMb', y: 'value' } as const;
  const options = {
    width,
    height: 230,
    marginLeft,
    marginTop: 44,
    marginBottom: 42,
    x: { label: 'memory size, MB', type: 'log' as const, ticks: sizes, tickFormat: 'd', inset: 24 },
    y: { label: null, grid: true, zero: true, nice: true, ticks: 5 },
    marks: [
      Plot.lineY(points, {
        ...at,
        z: 'name',
        stroke: ({ colour }: Point) => colour,
        strokeWidth: 2,
      }),
      Plot.dot(points, { ...at, r: 4, fill: ({ colour }: Point) => colour }),
      Plot.text(apart(points), { ...at, text: ({ value }: Point) => write(value), dy: -12 }),
      Plot.text([title], {
        frameAnchor: 'top-left',
        dy: -40,
        dx: -marginLeft,
        fontWeight: 600,
        fontSize: 13,
      }),
    ],
  };
  return drawPanel(options, title);
}

/** Figures only where there is room for them: of points that lie together, the first one's. */
function apart(points: readonly Point[]): readonly Point[] {
  const highest = Math.max(...points.map(({ value }) => value));
  const kept: Point[] = [];
  for (const point of points) {
    const isNear = (other: Point) =>
      other.memorySizeMb === point.memorySizeMb &&
      Math.abs(other.value - point.value) < highest * 0.12;
    if (!kept.some(isNear)) kept.push(point);
  }
  return kept;
}
