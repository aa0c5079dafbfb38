import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { BenchmarkResult } from '../benchmark/benchmark-result.ts';
import { LamboxError } from '../errors.ts';
import { writeReportFile } from './report-file.ts';

const option = '--charts';

/** Before anything is measured: whether the folder is there or can be made, and fonts are there. */
export async function checkChartFiles(folder: string | undefined): Promise<void> {
  if (folder === undefined) return;
  await mkdir(folder, { recursive: true }).catch((cause: unknown) => {
    throw new LamboxError('StorageFailed', `${folder} cannot be made: ${String(cause)}`, {
      remedy: `Give ${option} a folder that can be written to.`,
      cause,
    });
  });
  const { findFontFamily } = await import('../benchmark/page/chart-image.ts');
  findFontFamily(option);
  await writeReportFile(path.join(folder, 'waterfall.svg'), '');
}

/** Every chart as SVG and as PNG. */
export async function writeChartFiles(folder: string, result: BenchmarkResult): Promise<void> {
  const { charts } = await import('../benchmark/page/charts.ts');
  const { chartFile } = await import('../benchmark/page/chart-file.ts');
  const { chartImage, findFontFamily } = await import('../benchmark/page/chart-image.ts');
  const family = findFontFamily(option);
  for (const chart of charts(result)) {
    const svg = chartFile(chart, result);
    await writeReportFile(path.join(folder, `${chart.name}.svg`), svg);
    await writeReportFile(path.join(folder, `${chart.name}.png`), chartImage(svg, family));
  }
}
