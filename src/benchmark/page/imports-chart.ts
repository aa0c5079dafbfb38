import * as Plot from '@observablehq/plot';
import { formatMs } from '../figure-text.ts';
import type { ImportCosts, ImportNode } from '../imports/import-costs.ts';
import { type Chart, drawPanel, fitted, type Panel } from './chart.ts';
import { seriesColour } from './chart-colours.ts';

interface Bar {
  readonly name: string;
  readonly depth: number;
  readonly from: number;
  readonly to: number;
  readonly selfMs: number;
}

/** What is smaller than this share of the whole cannot be seen. */
const smallestShare = 0.004;
const depthMax = 9;

/** What a function's init imports: packages, each below what asked for it first. */
export function importsChart(costs: ImportCosts, index = 0): Chart {
  const { contender, runs, tree, packages } = costs;
  const wholeMs = tree.reduce((sum, { totalMs }) => sum + totalMs, 0);
  const bars = barsOf(tree, 0, 0, wholeMs);
  const dearest = packages.slice(0, 5).map(({ name, selfMs }) => `${name} ${formatMs(selfMs)} ms`);
  return {
    name: index === 0 ? 'imports' : `imports-${index + 1}`,
    title: `What init imports: ${contender}`,
    note:
      `Packages below what asked for them first, in the middle one of ${runs} cold starts of ` +
      'their own. Watching takes time too: this does not add up to the init above.',
    description: `The dearest by their own time: ${dearest.join(', ')}`,
    legend: [],
    draw: (width) => (bars.length === 0 ? [] : [drawBars(bars, wholeMs, width)]),
  };
}

/** The widest first. */
function barsOf(
  nodes: readonly ImportNode[],
  depth: number,
  begin: number,
  wholeMs: number,
): readonly Bar[] {
  if (depth === depthMax) return [];
  let from = begin;
  return nodes
    .toSorted((a, b) => b.totalMs - a.totalMs)
    .flatMap(({ name, selfMs, totalMs, children }) => {
      const at = from;
      from += totalMs;
      if (totalMs < smallestShare * wholeMs) return [];
      const bar = { name, depth, from: at, to: at + totalMs, selfMs };
      return [bar, ...barsOf(children, depth + 1, at, wholeMs)];
    });
}

const rowHeight = 22;
/** Where fewer letters fit, none are written. */
const lettersMin = 4;

function drawBars(bars: readonly Bar[], wholeMs: number, width: number): Panel {
  const names = [...new Set(bars.map(({ name }) => name))];
  const depths = Math.max(...bars.map(({ depth }) => depth)) + 1;
  const margins = { marginLeft: 8, marginRight: 16, marginTop: 4, marginBottom: 42 };
  const pixels = (width - 24) / wholeMs;
  const label = ({ name, from, to }: Bar) => fitted(name, (to - from) * pixels - 8);
  const options = {
    width,
    height: depths * rowHeight + 46,
    ...margins,
    x: { label: 'ms', domain: [0, wholeMs] },
    y: { axis: null, reverse: true, domain: [0, depths] },
    marks: [
      Plot.rect(bars, {
        x1: 'from',
        x2: 'to',
        y1: 'depth',
        y2: ({ depth }: Bar) => depth + 1,
        fill: ({ name }: Bar) => seriesColour(names.indexOf(name)),
        fillOpacity: 0.3,
        inset: 0.5,
        title: ({ name, from, to, selfMs }: Bar) =>
          `${name}: ${formatMs(to - from)} ms, its own ${formatMs(selfMs)} ms`,
      }),
      Plot.text(
        bars.filter((bar) => label(bar).length >= Math.min(lettersMin, bar.name.length)),
        {
          x: 'from',
          y: ({ depth }: Bar) => depth + 0.5,
          dx: 5,
          textAnchor: 'start',
          text: label,
        },
      ),
    ],
  };
  return drawPanel(options, 'what init imports');
}
