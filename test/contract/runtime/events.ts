import { afterAll, beforeAll, expect, it } from 'vitest';
import type { TestFunction } from '../../support/test-sandbox.ts';
import type { FunctionMaker } from './function-maker.ts';

const eventBytesMax = 6_291_456;
const responseBytesMax = 6_291_556;

/** Every type of JSON, and what is hard to carry. */
const values = [
  ['null', null],
  ['true', true],
  ['a number', -12.5e-3],
  ['a text', 'text'],
  ['an empty text', ''],
  ['a list', [1, [2, [3]]]],
  ['an empty object', {}],
  ['a deep object', { a: { b: { c: [{ d: null }] } } }],
  ['unicode', { 'schlüssel ☃': 'wert 𝄞 \u0000 \u2028 \ud83d\ude00 "quoted" \\' }],
] as const;

/** What clients do differently. */
export interface EventWays {
  /** How the client writes `{ "a" : 1.0, "ü":"\u00fc" , "big": 12345678901234567890 }` again. */
  readonly rewritten: string;
  /** What the client does where its answer is refused: stay, or end. */
  readonly afterRefusal: 'warm' | 'reset';
  /** What the client makes of an object's member that is null. */
  readonly nullMembers?: 'kept' | 'left out';
}

/** Events and answers of every kind and size. Scenarios `echo` and `sizes`. */
export function testEvents(make: FunctionMaker, ways: EventWays): void {
  const { rewritten, afterRefusal, nullMembers = 'kept' } = ways;
  let echo: TestFunction;
  let sizes: TestFunction;
  beforeAll(async () => {
    echo = await make('echo');
    sizes = await make('sizes');
  });
  afterAll(async () => {
    await echo?.[Symbol.asyncDispose]();
    await sizes?.[Symbol.asyncDispose]();
  });

  it.each(values)('an event may be %s, and comes back', async (_, event) => {
    const { payload, functionError } = await echo.invoke(event);
    expect(functionError).toBeNull();
    expect(payload).toEqual(nullMembers === 'kept' ? event : withoutNulls(event));
  });

  it('the client reads and writes JSON, nobody else does', async () => {
    const event = '{ "a" : 1.0, "ü":"\\u00fc" , "big": 12345678901234567890 }';
    const { payloadBytes } = await echo.send(event);
    expect(Buffer.from(payloadBytes).toString()).toBe(rewritten);
  });

  it(`an event may have ${eventBytesMax} bytes and not one more`, async () => {
    const event = 'e'.repeat(eventBytesMax - 2);
    expect((await sizes.invoke(event)).payload).toBe(eventBytesMax);
    await expect(sizes.invoke(`${event}e`)).rejects.toMatchObject({
      code: 'EventTooLarge',
      message: expect.stringContaining(String(eventBytesMax + 1)),
    });
    expect(await sizes.invoke('e')).toMatchObject({ payload: 3, startKind: 'warm' });
  });

  it(`a response may have ${responseBytesMax} bytes and not one more`, async () => {
    const largest = await sizes.invoke(responseBytesMax);
    expect(largest.functionError).toBeNull();
    expect(largest.payload).toBe('r'.repeat(responseBytesMax - 2));
    const tooLarge = await sizes.invoke(responseBytesMax + 1);
    expect(tooLarge).toMatchObject({ statusCode: 200, functionError: 'Unhandled' });
    expect(Buffer.from(tooLarge.payloadBytes).toString()).toBe(
      '{"errorMessage":"Response payload size exceeded maximum allowed payload size ' +
        '(6291556 bytes).","errorType":"Function.ResponseSizeTooLarge"}',
    );
    const next = await sizes.invoke(10);
    expect(next).toMatchObject({ payload: 'r'.repeat(8), startKind: afterRefusal });
  });
}

function withoutNulls(event: unknown): unknown {
  const text = JSON.stringify(event);
  return JSON.parse(text, (name, value) => (name !== '' && value === null ? undefined : value));
}
