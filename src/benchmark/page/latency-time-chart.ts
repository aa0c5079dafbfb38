import * as Plot from '@observablehq/plot';
import { formatMs } from '../figure-text.ts';
import type { LoadEvent } from '../load/load-event.ts';
import type { LoadReport } from '../load/load-report.ts';
import type { LoadResult } from '../load/load-result.ts';
import { type Chart, drawPanel, isNarrow, type Panel } from './chart.ts';
import { colour, seriesColour } from './chart-colours.ts';

interface Point {
  readonly seconds: number;
  readonly ms: number;
  readonly kind: 'warm' | 'cold' | 'lost';
}

/** Dots a drawing has at most: of each stretch of time the slowest, which is what matters. */
const dotsMax = 240;

const looks = {
  warm: { title: 'warm', colour: seriesColour(0) },
  cold: { title: 'cold start', colour: seriesColour(1) },
  lost: { title: 'failed, throttled or faulted', colour: colour('faint') },
} as const satisfies Record<Point['kind'], { readonly title: string; readonly colour: string }>;

/** Each event's latency at the time at which it was to be sent. */
export function latencyTimeChart({ contender }: LoadResult, { events }: LoadReport): Chart | null {
  const own = events.filter((event) => event.contender === contender);
  const points = own.map(pointOf);
  const kinds = (['warm', 'cold', 'lost'] as const).filter((kind) =>
    points.some((point) => point.kind === kind),
  );
  if (points.length < 2) return null;
  const shown = kinds.flatMap((kind) => slowestOf(points.filter((point) => point.kind === kind)));
  const worst = points.reduce((most, { ms }) => Math.max(most, ms), 0);
  const title = `Latency over time: ${contender}`;
  const thinned =
    shown.length < points.length ? ' Where many are close, the slowest is shown.' : '';
  return {
    name: `load-time-${contender.replaceAll(/\W+/g, '-')}`,
    title,
    note: `Each event where it was to be sent. Times grow by factors.${thinned}`,
    description: `${title}. ${points.length} events, the slowest ${formatMs(worst)} ms.`,
    legend: kinds.map((kind) => looks[kind]),
    draw: (width) => [drawDots(shown, width, title)],
  };
}

function pointOf({ scheduledMs, latencyMs, outcome, startKind }: LoadEvent): Point {
  const isWarm = startKind === 'warm' ? 'warm' : 'cold';
  return {
    seconds: scheduledMs / 1000,
    ms: Math.max(latencyMs, 0.01),
    kind: outcome === 'succeeded' ? isWarm : 'lost',
  };
}

function slowestOf(points: readonly Point[]): readonly Point[] {
  const size = Math.max(1, Math.ceil(points.length / dotsMax));
  return Array.from({ length: Math.ceil(points.length / size) }, (_, stretch) =>
    points
      .slice(stretch * size, (stretch + 1) * size)
      .reduce((slowest, point) => (point.ms > slowest.ms ? point : slowest)),
  );
}

function drawDots(points: readonly Point[], width: number, label: string): Panel {
  const options: Parameters<typeof drawPanel>[0] = {
    width,
    height: isNarrow(width) ? 220 : 260,
    marginLeft: 44,
    marginTop: 24,
    marginBottom: 44,
    x: { label: 's', grid: false, nice: true, ticks: isNarrow(width) ? 4 : 8 },
    y: { label: 'ms', type: 'log', grid: true, ticks: 4, tickFormat: '~s' },
    marks: [
      Plot.dot(points, {
        x: 'seconds',
        y: 'ms',
        r: 2.5,
        fill: ({ kind }: Point) => looks[kind].colour,
        fillOpacity: 0.7,
      }),
    ],
  };
  return drawPanel(options, label);
}
