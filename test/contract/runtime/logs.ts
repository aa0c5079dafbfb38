import { afterAll, beforeAll, expect, it } from 'vitest';
import { functionLines } from '../../support/function-lines.ts';
import type { TestFunction } from '../../support/test-sandbox.ts';
import type { FunctionMaker } from './function-maker.ts';

const stamp = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{3})?Z$/;

/** Order and framing of what a function writes. Scenario `logs`. */
export function testLogs(make: FunctionMaker, messageOf: (line: string) => string): void {
  const told: string[] = [];
  let tested: TestFunction;
  beforeAll(async () => {
    tested = await make('logs', { onLog: ({ text }) => told.push(text) });
  });
  afterAll(() => tested?.[Symbol.asyncDispose]());

  it('10,000 lines keep their order and all come before REPORT', async () => {
    const count = 10_000;
    const result = await tested.invoke({ action: 'order', count });
    const messages = functionLines(result).map(messageOf);
    expect(messages).toEqual(Array.from({ length: count }, (_, number) => `line ${number}`));
    expect(result.logs.at(-1)?.text).toMatch(/^REPORT /);
  });

  it('what is written to stdout and stderr is one entry a line', async () => {
    const lines = functionLines(await tested.invoke({ action: 'raw' }));
    // Two pipes end to end are one stream: the line that one begins the other may end.
    expect(lines).toEqual(['one', 'two', 'three and', 'four']);
  });

  it('a message of 200,000 characters is one entry', async () => {
    const [message = '', ...others] = functionLines(
      await tested.invoke({ action: 'long', length: 200_000 }),
    );
    expect(messageOf(message)).toBe('y'.repeat(200_000));
    expect(others).toEqual([]);
  });

  it('a listener is told of every entry as it comes', async () => {
    told.length = 0;
    const { logs } = await tested.invoke({ action: 'raw' });
    expect(told).toEqual(logs.map(({ text }) => text));
  });
}

/**
 * Where the client writes JSON itself. Scenario `logs`.
 * @param levels the client's names of INFO and the one above
 */
export function testJsonLogs(make: FunctionMaker, levels: readonly [string, string]): void {
  it('in JSON each message is a document, from the level of the configuration on', async () => {
    await using tested = await make('logs', {
      loggingConfig: { logFormat: 'JSON', applicationLogLevel: 'INFO' },
    });
    // Not by the checked way: the platform's lines are documents as well.
    const result = await tested.lambda.invoke({ action: 'filtered' });
    const documents = functionLines(result).map((line) => JSON.parse(line));
    const timestamp = expect.stringMatching(stamp);
    expect(documents).toEqual(
      levels.map((level) =>
        expect.objectContaining({
          ...{ timestamp, level, requestId: result.requestId },
          message: `by ${level.toLowerCase()}`,
        }),
      ),
    );
  });
}
