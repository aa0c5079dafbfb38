import type { BenchmarkResult } from '../benchmark-result.ts';
import { metrics } from '../metric.ts';
import type { Chart } from './chart.ts';
import { comparisonChart } from './comparison-chart.ts';
import { distributionChart } from './distribution-chart.ts';
import { importsChart } from './imports-chart.ts';
import { memoryChart } from './memory-chart.ts';
import { waterfallChart } from './waterfall-chart.ts';

const drawnMetrics = ['cold.answered', 'cold.init', 'warm.answered'];

/** Every chart that has something to say, in the order of the page. */
export function charts(result: BenchmarkResult): readonly Chart[] {
  const distributions = metrics
    .filter(({ name }) => drawnMetrics.includes(name))
    .map((metric) => distributionChart(result, metric));
  return [
    comparisonChart(result),
    waterfallChart(result),
    ...result.imports.map(importsChart),
    memoryChart(result),
    ...distributions,
  ].filter((chart) => chart !== null);
}
