import type { BenchmarkResult } from '../benchmark-result.ts';
import { formatMs } from '../figure-text.ts';
import { metrics, valuesOf } from '../metric.ts';
import type { Sample } from '../sample.ts';
import { median } from '../statistics/percentile.ts';
import { escapeHtml } from './escape-html.ts';

const cardsMax = 6;

/** The figures that people ask for first, of each contender: medians, as in the heading. */
export function cards({ contenders, samples }: BenchmarkResult): string {
  const shown = contenders.filter(({ control }) => !control);
  if (shown.length > cardsMax) return '';
  const byContender = Map.groupBy(samples, ({ contender }) => contender);
  const items = shown.map(({ name }) => card(name, byContender.get(name) ?? []));
  return `<ul class="cards">${items.join('')}</ul>`;
}

function card(name: string, samples: readonly Sample[]): string {
  const valuesFor = (metric: string) => {
    const found = metrics.find((one) => one.name === metric);
    return found === undefined ? [] : valuesOf(samples, found);
  };
  const answered = valuesFor('cold.answered');
  if (answered.length === 0) return '';
  const counted = `median of ${answered.length} cold start${answered.length === 1 ? '' : 's'}`;
  const parts = (['init', 'warm'] as const).flatMap((part) => {
    const values = valuesFor(part === 'init' ? 'cold.init' : 'warm.answered');
    return values.length === 0 ? [] : [`${part} ${formatMs(median(values))} ms`];
  });
  return (
    `<li><span>${escapeHtml(name)}</span>` +
    `<strong>${formatMs(median(answered))}<small> ms</small></strong>` +
    `<span>${[counted, ...parts].join(', ')}</span></li>`
  );
}
