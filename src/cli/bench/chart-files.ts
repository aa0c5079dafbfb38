import { rm } from 'node:fs/promises';
import path from 'node:path';
import type { BenchmarkResult } from '../../benchmark/benchmark-result.ts';
import { headline } from '../../benchmark/headline.ts';
import type { LoadReport } from '../../benchmark/load/load-report.ts';
import type { Chart } from '../../benchmark/page/chart.ts';
import type { ChartFacts } from '../../benchmark/page/chart-file.ts';
import { LamboxError } from '../../errors.ts';
import { writeReportFile } from './report-file.ts';
import { makeReportFolder } from './report-folder.ts';

const option = '--charts';

/** Before anything is measured: whether the folder is there or can be made, and fonts are there. */
export async function checkChartFiles(folder: string | undefined): Promise<void> {
  if (folder === undefined) return;
  await makeReportFolder(folder).catch((cause: unknown) => {
    throw new LamboxError('StorageFailed', `${folder} cannot be made: ${String(cause)}`, {
      remedy: `Give ${option} a folder that can be written to.`,
      cause,
    });
  });
  const { findFontFamily } = await import('../../benchmark/page/chart-image.ts');
  findFontFamily(option);
  const probe = path.join(folder, '.lambox');
  await writeReportFile(probe, '');
  await rm(probe, { force: true });
}

/** Every chart as SVG and as PNG. */
export async function writeChartFiles(folder: string, result: BenchmarkResult): Promise<void> {
  const { charts } = await import('../../benchmark/page/charts.ts');
  await write(folder, charts(result), { ...result, finding: headline(result) });
}

/** The same of a load. */
export async function writeLoadChartFiles(folder: string, report: LoadReport): Promise<void> {
  const { loadCharts, loadHeadline } = await import('../../benchmark/page/load-page.ts');
  await write(folder, loadCharts(report), { ...report, finding: loadHeadline(report) });
}

async function write(folder: string, charts: readonly Chart[], facts: ChartFacts): Promise<void> {
  const { chartFile } = await import('../../benchmark/page/chart-file.ts');
  const { chartImage, findFontFamily } = await import('../../benchmark/page/chart-image.ts');
  const family = findFontFamily(option);
  for (const chart of charts) {
    const svg = chartFile(chart, facts);
    await writeReportFile(path.join(folder, `${chart.name}.svg`), svg);
    await writeReportFile(path.join(folder, `${chart.name}.png`), chartImage(svg, family));
  }
}
