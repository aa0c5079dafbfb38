import type { InvocationResult } from '../../src/invocation/invocation-result.ts';

/** What the function itself wrote, line by line. */
export function functionLines({ logs }: InvocationResult): readonly string[] {
  return logs.filter(({ origin }) => origin === 'function').map(({ text }) => text);
}

/** What the platform wrote, without INIT_START, START, END and REPORT. */
export function platformNotes({ logs }: InvocationResult): readonly string[] {
  return logs
    .filter(
      ({ origin, text }) => origin === 'platform' && !/^(INIT_START|START|END|REPORT) /.test(text),
    )
    .map(({ text }) => text);
}

/** A line of Node.js's `console`, taken apart; what is no such line is a message alone. */
export function consoleLine(text: string): {
  readonly requestId: string | null;
  readonly level: string | null;
  readonly message: string;
} {
  const match = /^\d{4}-\d\d-\d\dT[\d:.]{12}Z\t([^\t]+)\t([A-Z]+)\t(.*)$/s.exec(text);
  if (match === null) return { requestId: null, level: null, message: text };
  const [, requestId = '', level = '', message = ''] = match;
  return { requestId, level, message };
}
