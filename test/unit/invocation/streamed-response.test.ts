import { text } from 'node:stream/consumers';
import { afterEach, expect, test, vi } from 'vitest';
import { Bandwidth } from '../../../src/invocation/bandwidth.ts';
import type { CallerAnswer } from '../../../src/invocation/caller-answer.ts';
import { StreamedResponse } from '../../../src/invocation/streamed-response.ts';
import { guestFrame } from '../../support/guest-frames.ts';

const success: CallerAnswer = {
  functionError: null,
  payloadBytes: new Uint8Array(0),
  contentType: 'text/plain',
  errorType: null,
};
const failure: CallerAnswer = {
  functionError: 'Unhandled',
  payloadBytes: Buffer.from('{"errorType":"E"}'),
  contentType: 'application/json',
  errorType: 'Runtime.Unknown',
};

function streamed(separateMetadata = false) {
  const response = new StreamedResponse({ bandwidth: null, separateMetadata });
  const begin = (contentType = 'text/plain') =>
    response.begin(guestFrame('responseHead', { contentType, mode: 'streaming' }));
  return { response, begin };
}

afterEach(() => vi.useRealTimers());

test('the beginning is known with the first byte, the end with the answer', async () => {
  const { response, begin } = streamed();
  begin();
  expect(response.add(Buffer.from('a'))).toBeUndefined();
  expect(await response.beginning).toEqual({ contentType: 'text/plain', metadata: null });
  response.settle(success);
  expect(await text(response.body)).toBe('a');
  expect(await response.ended).toEqual({ errorCode: null, errorDetails: null });
});

test('who does not read holds the writer back until he does', async () => {
  const { response, begin } = streamed();
  begin();
  let consumedBytes = 0;
  for (let count = 0; count < 4; count += 1) {
    const bytes = Buffer.alloc(65_536);
    void Promise.resolve(response.add(bytes)).then(() => {
      consumedBytes += bytes.length;
    });
  }
  await new Promise(setImmediate);
  expect(consumedBytes).toBe(0);
  response.body.resume();
  await vi.waitFor(() => expect(consumedBytes).toBe(262_144), 30_000);
});

test('beyond the burst credit waits for its time', async () => {
  vi.useFakeTimers();
  const clock = { monotonicMs: () => 0, epochMs: () => 0 };
  const bandwidth = new Bandwidth({ clock, burstBytes: 100, bytesPerSecond: 1_000 });
  const response = new StreamedResponse({ bandwidth, separateMetadata: false });
  response.begin(guestFrame('responseHead', { mode: 'streaming' }));
  response.body.resume();
  expect(response.add(Buffer.alloc(100))).toBeUndefined();
  let paid = false;
  const held = Promise.resolve(response.add(Buffer.alloc(50))).then(() => {
    paid = true;
  });
  await vi.advanceTimersByTimeAsync(49);
  expect(paid).toBe(false);
  await vi.advanceTimersByTimeAsync(1);
  await held;
  expect(paid).toBe(true);
});

test('a reader that goes away holds nobody back', async () => {
  const { response, begin } = streamed();
  begin();
  const held = response.add(Buffer.alloc(65_536));
  response.body.destroy();
  await held;
  expect(response.add(Buffer.alloc(65_536))).toBeUndefined();
  response.settle(success);
  expect(await response.ended).toEqual({ errorCode: null, errorDetails: null });
});

test('an error posted before the first byte is kept for the end', async () => {
  const { response } = streamed();
  const head = guestFrame('responseHead', { answer: 'error', errorType: 'Runtime.Unknown' });
  response.begin(head);
  response.add(Buffer.from('{"errorType":"E"}'));
  expect(response.finish(guestFrame('responseEnd'))?.bytes).toEqual(failure.payloadBytes);
  response.settle(failure);
  expect(await text(response.body)).toBe('');
  expect(await response.ended).toEqual({
    errorCode: 'Unhandled',
    errorDetails: '{"errorType":"E"}',
  });
  expect(await response.beginning).toMatchObject({ contentType: 'application/json' });
});

test('an error of more than a collected answer is too large', () => {
  const { response } = streamed();
  response.begin(guestFrame('responseHead', { answer: 'error' }));
  for (let count = 0; count < 100; count += 1) response.add(Buffer.alloc(65_536));
  const finished = response.finish(guestFrame('responseEnd'));
  expect(finished?.end.outcome).toBe('tooLarge');
  expect(finished?.bytes.byteLength).toBeLessThanOrEqual(6_291_556);
});

test.each([
  ['Runtime.Unknown', '{"errorType":"E"}'],
  ['Runtime.TruncatedResponse', null],
])('behind the first byte %s is the code', async (errorType, errorDetails) => {
  const { response, begin } = streamed();
  begin();
  response.add(Buffer.from('part'));
  response.settle({ ...failure, errorType });
  expect(await text(response.body)).toBe('part');
  expect(await response.ended).toEqual({ errorCode: errorType, errorDetails });
});

test('metadata that never ends is body', async () => {
  const { response, begin } = streamed(true);
  begin('application/vnd.awslambda.http-integration-response');
  response.add(Buffer.from('{"statusCode":'));
  response.settle(success);
  expect(await response.beginning).toMatchObject({ metadata: null });
  expect(await text(response.body)).toBe('{"statusCode":');
});

test('a fault of the platform is thrown at whoever reads or waits', async () => {
  const { response } = streamed();
  response.beginning.catch(() => {});
  response.ended.catch(() => {});
  response.fail(new Error('gone'));
  await expect(response.beginning).rejects.toThrow('gone');
  await expect(text(response.body)).rejects.toThrow('gone');
});
