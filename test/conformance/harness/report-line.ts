/** The figures of a REPORT line. */
export interface ReportFigures {
  readonly durationMs: number;
  readonly billedMs: number;
  readonly memorySizeMb: number;
  readonly memoryUsedMb: number;
  /** `null` where it does not say one. */
  readonly initMs: number | null;
  /** What stands behind the figures: empty, or a status. */
  readonly rest: string;
}

const pattern = new RegExp(
  [
    '^REPORT RequestId: [0-9a-f-]{36}',
    'Duration: (\\d+\\.\\d\\d) ms',
    'Billed Duration: (\\d+) ms',
    'Memory Size: (\\d+) MB',
    'Max Memory Used: (\\d+) MB',
    '(?:Init Duration: (\\d+\\.\\d\\d) ms\t)?(.*)$',
  ].join('\t'),
  's',
);

/** @throws Error for what is no REPORT, to the last TAB */
export function parseReport(line: string | undefined): ReportFigures {
  const [, duration, billed, memorySize, memoryUsed, init, rest] = pattern.exec(line ?? '') ?? [];
  if (duration === undefined) throw new Error(`no REPORT: ${JSON.stringify(line)}`);
  return {
    durationMs: Number(duration),
    billedMs: Number(billed),
    memorySizeMb: Number(memorySize),
    memoryUsedMb: Number(memoryUsed),
    initMs: init === undefined ? null : Number(init),
    rest: rest ?? '',
  };
}
