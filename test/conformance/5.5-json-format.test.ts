import { beforeAll, describe, expect, test } from 'vitest';
import { functionCode } from './harness/function-code.ts';
import { type Document, documentsOf } from './harness/log-documents.ts';
import { logTailOf } from './harness/log-tail.ts';
import { probeCode } from './harness/probe.ts';
import type { DeployedFunction, FunctionSpecification } from './harness/target.ts';
import { useTarget } from './harness/use-target.ts';

const target = useTarget();
const code = functionCode('node-logs');
let deployed: DeployedFunction;
/** Its first event's log, records of DEBUG included. */
let documents: readonly Document[];

const node = (name: string, logging: FunctionSpecification['loggingConfig']) =>
  target.deploy({
    ...{ name, runtime: 'nodejs24.x', code, timeoutSeconds: 20 },
    loggingConfig: { logFormat: 'JSON', ...logging },
  });

beforeAll(async () => {
  deployed = await node('documents', { systemLogLevel: 'DEBUG' });
  documents = documentsOf(await deployed.logOf(await deployed.invoke({ action: 'levels' })));
});

test('5.5-1 levels belong to JSON alone, and are INFO by default', async () => {
  const refused = target.deploy({
    ...{ name: 'refused', runtime: 'nodejs24.x', code },
    loggingConfig: { logFormat: 'Text', applicationLogLevel: 'WARN' },
  });
  await expect(refused).rejects.toThrow();
  const { body } = await deployed.invoke({ action: 'names' });
  expect(JSON.parse(body)).toMatchObject({ format: 'JSON', level: 'INFO' });
});

test('2.4-1 5.5-2 each line is a document; the platform’s have time, type and record', () => {
  expect(documents.every(({ text }) => text.startsWith('{') && !text.includes('\n'))).toBe(true);
  expect(documents.some(({ text }) => /^(START|END|REPORT)/.test(text))).toBe(false);
  const records = documents.filter(({ type }) => type !== undefined);
  expect(records.length).toBeGreaterThan(4);
  for (const { time, text } of records) {
    expect(time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    expect(Object.keys(JSON.parse(text))).toEqual(['time', 'type', 'record']);
  }
  for (const [digits] of documents
    .map(({ text }) => text)
    .join('')
    .matchAll(/(?<=Ms":[\d]+\.)\d+/g)) {
    expect(digits.length).toBeLessThanOrEqual(3);
  }
});

test('5.4-1 the tail has the documents, from the start on', async () => {
  const tailed = await node('tailed', {});
  const options = { headers: { 'X-Amz-Log-Type': 'Tail' } };
  const lines = logTailOf((await tailed.invoke({ action: 'nothing' }, options)).headers);
  expect(documentsOf(lines.trimEnd().split('\n')).map(({ type }) => type)).toEqual([
    'platform.start',
    'platform.report',
  ]);
});

describe('the function’s own lines', () => {
  test('5.5-15 Node.js filters its own by the level that it is told', async () => {
    const messages = documents.flatMap(({ message }) => message ?? []);
    expect(messages).toEqual(['by info', 'by log', 'by warn', 'by error', 'by fatal']);
    const loud = await node('loud', { applicationLogLevel: 'ERROR' });
    const lines = documentsOf(await loud.logOf(await loud.invoke({ action: 'levels' })));
    expect(lines.flatMap(({ message }) => message ?? [])).toEqual(['by error', 'by fatal']);
    expect(JSON.parse((await loud.invoke({ action: 'names' })).body)).toMatchObject({
      level: 'ERROR',
    });
  });

  test('5.5-15 lines of a custom runtime are looked at, wrapped and filtered', async () => {
    const timestamp = '2026-02-03T04:05:06Z';
    const json = (level: string) => JSON.stringify({ level, timestamp, message: 'm' });
    const texts = ['plain', json('error'), json('DEBUG'), '{"level":"ERROR"}', '[1]'];
    const custom = async (applicationLogLevel: 'INFO' | 'WARN') => {
      const deployed = await target.deploy({
        ...{ name: `custom-${applicationLogLevel.toLowerCase()}`, runtime: 'provided.al2023' },
        code: await probeCode(),
        loggingConfig: { logFormat: 'JSON', applicationLogLevel },
      });
      const answer = await deployed.invoke({ steps: [{ print: `${texts.join('\n')}\n` }] });
      const lines = documentsOf(await deployed.logOf(answer));
      return { answer, lines: lines.filter(({ type }) => type === undefined) };
    };
    const [info, warn] = await Promise.all([custom('INFO'), custom('WARN')]);
    const wrapped = (message: string) => ({
      timestamp: expect.stringMatching(/^\d{4}-.*Z$/),
      level: 'INFO',
      message,
      requestId: info.answer.requestId,
    });
    expect(info.lines.map(({ text }) => JSON.parse(text))).toEqual([
      wrapped('plain'),
      { level: 'error', timestamp, message: 'm' },
      { level: 'ERROR' },
      wrapped('[1]'),
    ]);
    expect(warn.lines.map(({ text }) => text)).toEqual([json('error')]);
  });

  test('5.5-16 the members of a document of Node.js', async () => {
    const answer = await deployed.invoke({ action: 'object' });
    const lines = documentsOf(await deployed.logOf(answer)).filter(
      ({ type }) => type === undefined,
    );
    const [object, error] = lines.map(({ text }) => JSON.parse(text));
    const head = { timestamp: expect.stringMatching(/\.\d{3}Z$/), requestId: answer.requestId };
    expect(object).toEqual({ ...head, level: 'INFO', message: { a: 1 } });
    expect(Object.keys(object)).toEqual(['timestamp', 'level', 'requestId', 'message']);
    expect(error).toEqual({
      ...head,
      level: 'ERROR',
      message: expect.stringMatching(/^with an error RangeError: out of range/),
      errorType: 'RangeError',
      errorMessage: 'out of range',
      stackTrace: expect.arrayContaining(['RangeError: out of range']),
    });
    const thrown = documentsOf(await deployed.logOf(await deployed.invoke({ action: 'throw' })));
    expect(thrown.flatMap(({ message }) => message ?? [])).toEqual([
      expect.objectContaining({ errorType: 'RangeError', errorMessage: 'thrown' }),
    ]);
  });
});
