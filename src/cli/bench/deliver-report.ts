import type { CommandContext } from '../command-context.ts';
import type { BenchFlags } from './flags.ts';
import { writeReportFile } from './report-file.ts';

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

/** @throws LamboxError `StorageFailed` */
export async function deliverReport(
  forms: ReportForms,
  { out, json, markdown, charts }: Pick<BenchFlags, 'out' | 'json' | 'markdown' | 'charts'>,
  { streams, paint }: Pick<CommandContext, 'streams' | 'paint'>,
): Promise<void> {
  const say = (line: string) => streams.stderr.write(`${paint.dim(line)}\n`);
  if (json !== undefined) await writeReportFile(json, await forms.lines());
  if (out !== undefined) {
    await writeReportFile(out, await forms.page());
    say(`the page is ${out}`);
  }
  if (charts !== undefined) {
    await forms.charts(charts);
    say(`the charts are in ${charts}`);
  }
  streams.stdout.write(markdown === true ? await forms.markdown() : forms.text());
}
