import { LamboxError } from '../errors.ts';
import type { Paint } from './paint.ts';

/** What the process ends with; `--help` says the same. */
export const exitCodes = {
  success: 0,
  functionFailed: 1,
  /** Of `images verify`. */
  moved: 1,
  usage: 2,
  platform: 3,
  /** Of `bench`: something took longer than it may. */
  barBroken: 4,
  /** Of `bench`: something was to be compared, and the machine did not let it. */
  tooNoisy: 5,
} as const;

/**
 * 2 where the caller can put it right, 3 where the platform failed or Lambox itself is at
 * fault.
 */
export function exitCodeOf(error: unknown): number {
  return error instanceof LamboxError && error.fault === 'caller'
    ? exitCodes.usage
    : exitCodes.platform;
}

/**
 * One paragraph: what happened and what to do; below it the evidence that is text, such as a
 * build's last lines.
 */
export function formatError(error: unknown, paint: Paint): string {
  if (!(error instanceof LamboxError)) return formatUnexpected(error, paint);
  const sentence = endSentence(error.message);
  const remedy = error.remedy === null ? '' : ` ${endSentence(error.remedy)}`;
  const evidence = Object.values(error.evidence)
    .map(evidenceText)
    .filter((text) => text !== null)
    .map((text) => `${text.trimEnd().replaceAll(/^/gm, '    ')}\n`)
    .join('');
  const code = paint.dim(`(${error.code})`);
  return `${paint.red('lambox:')} ${sentence}${remedy} ${code}\n${evidence}`;
}

/** What to do about a function's failure. */
export function formatHint(advice: string, paint: Paint): string {
  return `${paint.yellow('hint:')} ${advice}\n`;
}

function formatUnexpected(error: unknown, paint: Paint): string {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const title = 'something happened that should not; this is a fault of Lambox.';
  return `${paint.red('lambox:')} ${title}\n${text}\n`;
}

/**
 * Lines such as a build's last ones are for people; a path or a number the message names
 * already.
 */
function evidenceText(value: unknown): string | null {
  const isLines = Array.isArray(value) && value.every((line) => typeof line === 'string');
  if (isLines) return value.length === 0 ? null : value.join('\n');
  return typeof value === 'string' && value.trimEnd().includes('\n') ? value : null;
}

function endSentence(text: string): string {
  const sentence = text.trimEnd();
  return /[.!?:\n]$/.test(sentence) || sentence.includes('\n') ? sentence : `${sentence}.`;
}
