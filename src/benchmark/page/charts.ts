import * as Plot from '@observablehq/plot';
import { parseHTML } from 'linkedom';
import type { PhaseGroup } from '../../timeline/timeline.ts';
import type { Contender } from '../contender.ts';
import type { Metric } from '../metric.ts';
import { valuesOf } from '../metric.ts';
import type { Sample } from '../sample.ts';

const width = 900;
const labelColumns = 190;

const groups: Readonly<Record<PhaseGroup, { readonly title: string; readonly colour: string }>> = {
  allocation: { title: 'allocation', colour: '#8f6fc4' },
  environmentSetup: { title: 'environment set-up', colour: '#cf8f1d' },
  init: { title: 'init', colour: '#2d8fb5' },
  invoke: { title: 'invoke', colour: '#45a15b' },
};

/** A contender's cold start in the middle: a real one, so that its phases sum to the whole. */
export function middleColdStart(samples: readonly Sample[]): Sample | null {
  const cold = samples.filter(({ startKind }) => startKind === 'cold');
  const sorted = cold.toSorted((a, b) => a.answeredMs - b.answeredMs);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? null;
}

/** One bar a phase, to scale, one panel a contender; SVG as text. */
export function waterfallChart(
  contenders: readonly Contender[],
  samples: readonly Sample[],
): string {
  const bars = contenders.flatMap(({ name }) => {
    const middle = middleColdStart(samples.filter(({ contender }) => contender === name));
    let from = 0;
    return (middle?.phases ?? []).map(({ name: phase, group, durationMs: ms }) => {
      const bar = { name, phase, group: groups[group].title, from, to: from + ms };
      from += ms;
      return bar;
    });
  });
  const phases = [...new Set(bars.map(({ phase }) => phase))];
  return draw({
    height: 50 + contenders.length * (phases.length * 17 + 16),
    fy: { label: null, domain: contenders.map(({ name }) => name), axis: null },
    y: { label: null, domain: phases },
    x: { label: 'ms since the event', grid: true },
    color: {
      domain: Object.values(groups).map(({ title }) => title),
      range: Object.values(groups).map(({ colour }) => colour),
      legend: true,
    },
    marks: [
      Plot.barX(bars, { x1: 'from', x2: 'to', y: 'phase', fy: 'name', fill: 'group' }),
      Plot.text(contenders, {
        fy: 'name',
        text: 'name',
        frameAnchor: 'top-right',
        fontWeight: 600,
      }),
    ],
  });
}

const pointsMax = 400;

/** Which share of the samples was done by when, and every sample as a stroke below. */
export function distributionChart(
  contenders: readonly Contender[],
  samples: readonly Sample[],
  metric: Metric,
): string {
  const byContender = Map.groupBy(samples, ({ contender }) => contender);
  const points = contenders.flatMap(({ name }) => {
    const values = Float64Array.from(valuesOf(byContender.get(name) ?? [], metric)).sort();
    const step = Math.max(1, Math.ceil(values.length / pointsMax));
    return Array.from(values, (ms, rank) => ({
      name,
      ms,
      share: (rank + 1) / values.length,
    })).filter((_, rank) => rank % step === 0 || rank === values.length - 1);
  });
  const domain = contenders.map(({ name }) => name);
  const x = { label: 'ms', grid: true, nice: true } as const;
  const color = { domain, scheme: 'observable10' } as const;
  const curve = draw({
    height: 240,
    x,
    color: { ...color, legend: true },
    y: { label: 'share of samples, %', percent: true, grid: true, domain: [0, 100] },
    marks: [Plot.line(points, { x: 'ms', y: 'share', stroke: 'name', curve: 'step-after' })],
  });
  const strip = draw({
    height: 30 + domain.length * 26,
    x,
    color,
    y: { label: null, domain },
    marks: [Plot.tickX(points, { x: 'ms', y: 'name', stroke: 'name', strokeOpacity: 0.6 })],
  });
  return curve + strip;
}

/** A metric's middle at each memory size, a line a function. */
export function memoryChart(
  points: readonly { readonly name: string; readonly memorySizeMb: number; readonly ms: number }[],
): string {
  const sizes = [...new Set(points.map(({ memorySizeMb }) => memorySizeMb))];
  return draw({
    height: 240,
    x: { label: 'memory size, MB', type: 'log', ticks: sizes, tickFormat: 'd' },
    y: { label: 'ms', grid: true, zero: true },
    color: { scheme: 'observable10', legend: true },
    marks: [
      Plot.lineY(points, { x: 'memorySizeMb', y: 'ms', stroke: 'name' }),
      Plot.dot(points, { x: 'memorySizeMb', y: 'ms', fill: 'name' }),
    ],
  });
}

function draw(options: Plot.PlotOptions): string {
  const { document } = parseHTML('<html></html>');
  const marginLeft = labelColumns;
  return Plot.plot({ document, width, marginLeft, ...options }).outerHTML;
}
