import type { LogEntry } from '../invocation/invocation-result.ts';
import type { Paint } from './paint.ts';

/** One record of the log as CloudWatch has it; the platform's lines are dimmed. */
export function formatLogEntry({ text, origin }: LogEntry, paint: Paint): string {
  return `${origin === 'platform' ? paint.dim(text) : text}\n`;
}
