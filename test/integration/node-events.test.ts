import { beforeAll, describe, expect, it } from 'vitest';
import { type TestFunction, useSandbox } from '../support/test-sandbox.ts';

const sandbox = useSandbox();
let echo: TestFunction;
let sizes: TestFunction;

beforeAll(async () => {
  echo = await sandbox.create('echo');
  sizes = await sandbox.create('sizes', { timeoutSeconds: 30 });
});

const eventBytesMax = 6_291_456;
const responseBytesMax = 6_291_556;

describe('an event', () => {
  it.each([
    ['null', null],
    ['true', true],
    ['a number', -12.5e-3],
    ['a text', 'text'],
    ['an empty text', ''],
    ['a list', [1, [2, [3]]]],
    ['an empty object', {}],
    ['a deep object', { a: { b: { c: [{ d: null }] } } }],
    ['unicode', { 'schlüssel ☃': 'wert 𝄞 \u0000 \u2028 \ud83d\ude00 "quoted" \\' }],
  ])('may be %s', async (_, event) => {
    const { payload, functionError } = await echo.invoke(event);
    expect(functionError).toBeNull();
    expect(payload).toEqual(event);
  });

  it('goes to the function byte for byte, and the answer comes so', async () => {
    const event = '{ "a" : 1.0, "ü":"\\u00fc" , "big": 12345678901234567890 }';
    const { payloadBytes } = await echo.send(event);
    // The runtime client parses and writes it anew: what is left is what JavaScript keeps.
    expect(Buffer.from(payloadBytes).toString()).toBe('{"a":1,"ü":"ü","big":12345678901234567000}');
  });

  it('that is empty becomes {}', async () => {
    const { payload } = await echo.send('');
    expect(payload).toEqual({});
  });

  it(`may have ${eventBytesMax} bytes and not one more`, async () => {
    const event = 'e'.repeat(eventBytesMax - 2);
    expect((await sizes.invoke(event)).payload).toBe(eventBytesMax);
    await expect(sizes.invoke(`${event}e`)).rejects.toMatchObject({
      code: 'EventTooLarge',
      message: expect.stringContaining(String(eventBytesMax + 1)),
    });
    const after = await sizes.invoke('e');
    expect(after).toMatchObject({ payload: 3, startKind: 'warm' });
  });

  it('that is not JSON is refused with its place, and no container is made', async () => {
    const made = sandbox.sandbox.engineCalls.get('createContainer') ?? 0;
    await expect(echo.send('{"a":\n  1,}')).rejects.toMatchObject({
      code: 'InvalidEvent',
      message: expect.stringContaining('line 2, column 5'),
    });
    expect(sandbox.sandbox.engineCalls.get('createContainer') ?? 0).toBe(made);
  });
});

it('a value that JSON cannot say is refused by a rejection', async () => {
  await expect(echo.invoke({ big: 1n })).rejects.toMatchObject({ code: 'InvalidEvent' });
});

describe('a response', () => {
  it(`may have ${responseBytesMax} bytes and not one more`, async () => {
    const largest = await sizes.invoke(responseBytesMax);
    expect(largest.functionError).toBeNull();
    expect(largest.payloadBytes.byteLength).toBe(responseBytesMax);
    expect(largest.payload).toBe('r'.repeat(responseBytesMax - 2));
    const tooLarge = await sizes.invoke(responseBytesMax + 1);
    expect(tooLarge).toMatchObject({ statusCode: 200, functionError: 'Unhandled' });
    expect(Buffer.from(tooLarge.payloadBytes).toString()).toBe(
      '{"errorMessage":"Response payload size exceeded maximum allowed payload size ' +
        '(6291556 bytes).","errorType":"Function.ResponseSizeTooLarge"}',
    );
    expect((await sizes.invoke(10)).payload).toBe('r'.repeat(8));
  });
});
