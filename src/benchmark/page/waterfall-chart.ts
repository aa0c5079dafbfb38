import * as Plot from '@observablehq/plot';
import type { PhaseGroup } from '../../timeline/timeline.ts';
import type { BenchmarkResult } from '../benchmark-result.ts';
import { formatMs } from '../figure-text.ts';
import type { Sample } from '../sample.ts';
import { type Chart, drawPanel, fitted, isNarrow, type Panel } from './chart.ts';
import { groupColours } from './chart-colours.ts';

const groupTitles: Readonly<Record<PhaseGroup, string>> = {
  allocation: 'allocation',
  environmentSetup: 'environment set-up',
  init: 'init',
  invoke: 'invoke',
};

const phaseTitles: ReadonlyMap<string, string> = new Map([
  ['create', 'create container'],
  ['start', 'start container'],
  ['runtimeBoot', 'runtime boot'],
  ['extensionInit', 'extensions'],
  ['init', 'init, your code'],
  ['failedInit', 'failed init'],
]);

/** A shorter phase would be no more than a line's width. */
const shownShare = 0.004;

/** A contender's cold start in the middle: a real one, so that its phases sum to the whole. */
export function middleColdStart(samples: readonly Sample[]): Sample | null {
  const cold = samples.filter(({ startKind }) => startKind === 'cold');
  const sorted = cold.toSorted((a, b) => a.answeredMs - b.answeredMs);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? null;
}

interface Bar {
  readonly title: string;
  readonly group: PhaseGroup;
  readonly from: number;
  readonly to: number;
}

interface ColdStart {
  readonly name: string;
  readonly answeredMs: number;
  readonly bars: readonly Bar[];
}

/** A cold start of each contender by phase, to one scale. */
export function waterfallChart({ contenders, samples }: BenchmarkResult): Chart | null {
  const byContender = Map.groupBy(samples, ({ contender }) => contender);
  const starts = contenders
    .filter(({ control }) => !control)
    .flatMap(({ name }) => coldStartOf(name, byContender.get(name) ?? []));
  if (starts.length === 0) return null;
  const end = Math.max(...starts.flatMap(({ bars }) => bars.map(({ to }) => to)));
  const spoken = starts.map(({ name, bars }) => {
    const parts = bars.map(({ title, from, to }) => `${title} ${formatMs(to - from)} ms`);
    return `${name}: ${parts.join(', ')}`;
  });
  return {
    name: 'waterfall',
    title: 'A cold start by phase',
    note:
      'The one in the middle of all that were measured, by the time to its answer. ' +
      'Phases too short to be seen are left out.',
    description: spoken.join('. '),
    legend: Object.entries(groupTitles).map(([group, title]) => {
      return { title, colour: groupColours[group as PhaseGroup] };
    }),
    draw: (width) =>
      starts.map((start, index) =>
        drawColdStart(start, { width, end, last: index === starts.length - 1 }),
      ),
  };
}

function coldStartOf(name: string, samples: readonly Sample[]): readonly ColdStart[] {
  const middle = middleColdStart(samples);
  if (middle === null) return [];
  let from = 0;
  const bars = middle.phases.map(({ name: phase, group, durationMs }) => {
    const bar = { title: phaseTitles.get(phase) ?? phase, group, from, to: from + durationMs };
    from = bar.to;
    return bar;
  });
  const shown = bars.filter((bar) => bar.to - bar.from >= middle.totalMs * shownShare);
  return [{ name, answeredMs: middle.answeredMs, bars: shown }];
}

const rowHeight = 21;

function drawColdStart(
  { name, answeredMs, bars }: ColdStart,
  { width, end, last }: { readonly width: number; readonly end: number; readonly last: boolean },
): Panel {
  const answered = `${isNarrow(width) ? '' : 'answered after '}${formatMs(answeredMs)} ms`;
  const title = `${fitted(name, width - 8.4 * (answered.length + 2), 'bold')}: ${answered}`;
  const marginLeft = isNarrow(width) ? 116 : 124;
  const marginTop = 30;
  const marginBottom = last ? 42 : 12;
  const options = {
    width,
    height: marginTop + bars.length * rowHeight + marginBottom,
    marginLeft,
    marginRight: isNarrow(width) ? 46 : 64,
    marginTop,
    marginBottom,
    x: {
      label: last ? 'ms since the event' : null,
      domain: [0, end],
      grid: true,
      axis: last ? ('bottom' as const) : null,
      ...(isNarrow(width) ? { ticks: 4 } : {}),
    },
    y: { label: null, domain: bars.map((_, index) => index), tickSize: 0, axis: null },
    marks: [
      Plot.axisY({ tickFormat: (index: number) => bars[index]?.title, tickSize: 0, label: null }),
      Plot.barX(bars, {
        x1: 'from',
        x2: 'to',
        y: (_, index) => index,
        fill: ({ group }: Bar) => groupColours[group],
        insetTop: 2,
        insetBottom: 2,
        rx: 2,
      }),
      Plot.text(bars, {
        x: 'to',
        y: (_, index) => index,
        text: ({ from, to }: Bar) => formatMs(to - from),
        textAnchor: 'start',
        dx: 5,
      }),
      Plot.text([title], {
        frameAnchor: 'top-left',
        dy: -22,
        dx: -marginLeft,
        fontWeight: 600,
        fontSize: 13,
      }),
    ],
  };
  return drawPanel(options, title);
}
