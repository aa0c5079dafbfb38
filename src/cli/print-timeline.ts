import type { InvocationResult } from '../invocation/invocation-result.ts';
import type { LambdaFunction } from '../lambda-function.ts';
import type { Phase, PhaseGroup } from '../timeline/timeline.ts';
import type { Paint } from './paint.ts';

const groupTitles = {
  allocation: 'allocation',
  environmentSetup: 'environment set-up',
  init: 'init',
  invoke: 'invoke',
} as const satisfies Record<PhaseGroup, string>;

const groupColours = {
  allocation: 'magenta',
  environmentSetup: 'yellow',
  init: 'cyan',
  invoke: 'green',
} as const satisfies Record<PhaseGroup, keyof Paint>;

const barColumns = 32;

/**
 * The invocation as a waterfall, one line a phase: group, name, start, duration (milliseconds)
 * and a bar that is to scale. The first line says how the event found its environment and what
 * the whole took; of one that was emulated also that its times are not comparable; what ran while
 * all was to be frozen is said, too.
 */
export function formatTimeline(
  result: InvocationResult,
  paint: Paint,
  { emulated }: Pick<LambdaFunction, 'emulated'>,
): string {
  const { phases, totalMs } = result.timeline;
  let group: PhaseGroup | null = null;
  const lines = phases.map((phase) => {
    const title = phase.group === group ? '' : groupTitles[phase.group];
    group = phase.group;
    return phaseLine(title, phase, totalMs, paint);
  });
  const remarks = remarksOn(result, emulated).map((remark) => `  ${paint.yellow(remark)}`);
  return [headline(result, paint), ...remarks, ...lines].map((line) => `${line}\n`).join('');
}

function remarksOn({ processorTime }: InvocationResult, emulated: boolean): readonly string[] {
  const ranMs = processorTime?.ranWhileFrozenMs ?? 0;
  return [
    ...(emulated ? ['emulated: timings not comparable'] : []),
    ...(ranMs > 0 ? [`processes ran for ${milliseconds(ranMs)} while frozen`] : []),
  ];
}

function headline(result: InvocationResult, paint: Paint): string {
  const { answeredMs, totalMs } = result.timeline;
  const kind =
    result.startReason === null
      ? `${result.startKind} start`
      : `${result.startKind} start (${result.startReason})`;
  const [answered, idle] = [milliseconds(answeredMs), milliseconds(totalMs)];
  const times = `answered after ${answered}, idle again after ${idle}`;
  return `${paint.bold(kind)}  ${times}  ${paint.dim(`environment ${result.environmentId}`)}`;
}

function phaseLine(title: string, phase: Phase, totalMs: number, paint: Paint): string {
  const figures = [phase.startMs, phase.durationMs]
    .map((ms) => milliseconds(ms).padStart(11))
    .join(' ');
  const bar = paint[groupColours[phase.group]](formatBar(phase, totalMs));
  return `  ${paint.dim(title.padEnd(18))}  ${phase.name.padEnd(14)} ${figures}  ${bar}`.trimEnd();
}

/**
 * A bar to scale in 32 columns; a phase too short for a column is a thin stroke where it
 * happened.
 */
function formatBar(phase: Phase, totalMs: number): string {
  if (totalMs <= 0) return '▏';
  const column = (ms: number) => Math.round((ms / totalMs) * barColumns);
  const start = Math.min(column(phase.startMs), barColumns - 1);
  const columns = column(phase.startMs + phase.durationMs) - start;
  return `${' '.repeat(start)}${columns > 0 ? '█'.repeat(columns) : '▏'}`;
}

function milliseconds(ms: number): string {
  return `${ms.toFixed(2)} ms`;
}
