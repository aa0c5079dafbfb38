import { expect, test } from 'vitest';
import { createCommandLine } from '../../support/command-line.ts';

test('the trace alone is on stdout, in the format asked for', async () => {
  const line = await createCommandLine();
  expect(await line.run('trace', '.', '--repeat', '2')).toBe(0);
  const { traceEvents } = JSON.parse(line.out()) as { traceEvents: { cat?: string }[] };
  expect(traceEvents.filter(({ cat }) => cat === 'invocation')).toHaveLength(2);
  const other = await createCommandLine();
  expect(await other.run('trace', '.', '--format', 'otlp')).toBe(0);
  expect(JSON.parse(other.out())).toHaveProperty('resourceSpans');
});

test('a function that fails is traced and exit code 1', async () => {
  const line = await createCommandLine({ script: () => ({ functionError: 'Unhandled' }) });
  expect(await line.run('trace', '.')).toBe(1);
  expect(JSON.parse(line.out())).toHaveProperty('traceEvents');
});

test('a format that there is not is refused', async () => {
  const line = await createCommandLine();
  expect(await line.run('trace', '.', '--format', 'zipkin')).toBe(2);
  expect(line.err()).toContain('zipkin');
});
