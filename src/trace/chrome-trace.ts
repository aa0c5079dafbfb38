import type { InvocationResult } from '../invocation/invocation-result.ts';
import type { PhaseGroup } from '../timeline/timeline.ts';
import { acceptedEpochMs } from './accepted-epoch.ts';

/** An entry of the Trace Event Format; times are microseconds. */
interface TraceEvent {
  readonly ph: 'X' | 'i' | 'M';
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  readonly ts?: number;
  readonly dur?: number;
  readonly cat?: string;
  readonly s?: 't';
  readonly args?: Readonly<Record<string, unknown>>;
}

interface TracedProcess {
  readonly functionName: string;
  readonly emulated: boolean;
}

const rows: readonly { readonly name: string; readonly group: PhaseGroup | null }[] = [
  { name: 'invocation', group: null },
  { name: 'allocation', group: 'allocation' },
  { name: 'environment set-up', group: 'environmentSetup' },
  { name: 'init', group: 'init' },
  { name: 'invoke', group: 'invoke' },
  { name: 'log', group: null },
];

const logRow = rows.length;

/**
 * The timelines of invocations as Chrome's and Perfetto's viewers read them (Trace Event Format, as
 * a JSON object): one row a group of phases, log lines as instants.
 */
export function chromeTrace(
  { functionName, emulated }: TracedProcess,
  results: readonly InvocationResult[],
): object {
  const name = emulated ? `${functionName} (emulated: timings not comparable)` : functionName;
  const names: TraceEvent[] = [
    { ph: 'M', name: 'process_name', pid: 1, tid: 0, args: { name } },
    // Viewers sort rows by name where they are not told.
    ...rows.flatMap(({ name }, index): readonly TraceEvent[] => {
      const row = { ph: 'M', pid: 1, tid: index + 1 } as const;
      return [
        { ...row, name: 'thread_name', args: { name } },
        { ...row, name: 'thread_sort_index', args: { sort_index: index } },
      ];
    }),
  ];
  return { displayTimeUnit: 'ms', traceEvents: [...names, ...results.flatMap(eventsOf)] };
}

function eventsOf(result: InvocationResult): readonly TraceEvent[] {
  const originUs = acceptedEpochMs(result) * 1000;
  const at = (ms: number) => Math.round(originUs + ms * 1000);
  const { requestId, startKind, startReason, report, timeline } = result;
  const { durationMs, billedDurationMs, initDurationMs, maxMemoryUsedMb, status } = report;
  const figures = { durationMs, billedDurationMs, initDurationMs, maxMemoryUsedMb, status };
  const whole: TraceEvent = {
    ph: 'X',
    name: startReason === null ? startKind : `${startKind} (${startReason})`,
    cat: 'invocation',
    pid: 1,
    tid: 1,
    ts: at(0),
    dur: Math.round(timeline.totalMs * 1000),
    args: { requestId, ...figures },
  };
  const phases = timeline.phases.map(({ name, group, startMs, durationMs: ms }): TraceEvent => {
    const tid = rows.findIndex((row) => row.group === group) + 1;
    const [ts, end] = [at(startMs), at(startMs + ms)];
    return { ph: 'X', name, cat: group, pid: 1, tid, ts, dur: end - ts, args: { requestId } };
  });
  const lines = result.logs.map(({ text, offsetMs, origin }): TraceEvent => {
    const ts = at(offsetMs);
    const name = text.split('\n', 1)[0]?.slice(0, 80) ?? '';
    return { ph: 'i', s: 't', name, cat: origin, pid: 1, tid: logRow, ts, args: { text } };
  });
  return [whole, ...phases, ...lines];
}
