import type { CommandContext } from '../command-context.ts';
import { dimLines } from '../dim-lines.ts';
import { checkChartFiles } from './chart-files.ts';
import type { BenchFlags } from './flags.ts';
import { checkReportFiles, writeReportFile } from './report-file.ts';

/** A report in each of its forms; a form is made when it is asked for, and loaded no earlier. */
export interface ReportForms {
  /** Of JSON. */
  readonly lines: () => Promise<string>;
  /** HTML. */
  readonly page: () => Promise<string>;
  readonly charts: (folder: string) => Promise<void>;
  readonly markdown: () => Promise<string>;
  /** For a terminal. */
  readonly text: () => string;
}

type Places = Pick<BenchFlags, 'out' | 'json' | 'charts'>;

/**
 * Whether a report can go where it is to go: asked before anything is measured.
 * @throws LamboxError `StorageFailed`, and as `checkChartFiles`
 */
export async function checkReportPlaces({ out, json, charts }: Places): Promise<void> {
  await checkReportFiles([out, json]);
  await checkChartFiles(charts);
}

/** @throws LamboxError `StorageFailed` */
export async function deliverReport(
  forms: ReportForms,
  { out, json, markdown, charts }: Places & Pick<BenchFlags, 'markdown'>,
  context: Pick<CommandContext, 'streams' | 'paint'>,
): Promise<void> {
  const say = dimLines(context);
  if (json !== undefined) await writeReportFile(json, await forms.lines());
  if (out !== undefined) {
    await writeReportFile(out, await forms.page());
    say(`the page is ${out}`);
  }
  if (charts !== undefined) {
    await forms.charts(charts);
    say(`the charts are in ${charts}`);
  }
  context.streams.stdout.write(markdown === true ? await forms.markdown() : forms.text());
}
