import { expect, test } from 'vitest';
import { otlpTrace } from '../../../src/trace/otlp-trace.ts';
import { createScriptedFunction } from '../../support/scripted-function.ts';

const traced = {
  functionName: 'hello',
  functionArn: 'arn:aws:lambda:us-east-1:000000000000:function:hello',
  memorySizeMb: 128,
  emulated: false,
  lamboxVersion: '0.1.0',
};

interface Span {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly status?: { readonly code: number };
  readonly attributes: readonly { readonly key: string; readonly value: object }[];
}

const spansOf = (document: object): readonly Span[] => {
  const { resourceSpans } = document as {
    resourceSpans: readonly { scopeSpans: readonly { spans: readonly Span[] }[] }[];
  };
  return resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans));
};

test('one trace an invocation, its phases the children, times in whole nanoseconds', async () => {
  const epochMs = 1_790_000_000_002.5;
  const logs = [{ text: 'START', offsetMs: 2, epochMs, origin: 'platform' }] as const;
  const result = await createScriptedFunction(() => ({ logs })).invoke({});
  const [root, ...phases] = spansOf(otlpTrace(traced, [result]));
  expect(root).toMatchObject({
    traceId: result.requestId.replaceAll('-', ''),
    startTimeUnixNano: '1790000000000500000',
    endTimeUnixNano: '1790000000200500000',
    status: { code: 1 },
  });
  expect(root?.traceId).toMatch(/^[0-9a-f]{32}$/);
  expect(phases).toHaveLength(result.timeline.phases.length);
  expect(phases[0]?.startTimeUnixNano).toBe(root?.startTimeUnixNano);
  expect(phases.at(-1)?.endTimeUnixNano).toBe(root?.endTimeUnixNano);
  for (const { parentSpanId, spanId } of phases) {
    expect(parentSpanId).toBe(root?.spanId);
    expect(spanId).toMatch(/^[0-9a-f]{16}$/);
  }
  const coldstart = root?.attributes.find(({ key }) => key === 'faas.coldstart');
  expect(coldstart?.value).toEqual({ boolValue: true });
});

test('a failure is an error', async () => {
  const failed = await createScriptedFunction(() => ({ functionError: 'Unhandled' })).invoke({});
  expect(spansOf(otlpTrace(traced, [failed]))[0]?.status).toEqual({ code: 2 });
});
