import { expect, test } from 'vitest';
import { hasMetadata, MetadataReader } from '../../../src/invocation/response-metadata.ts';

const nul = '\0'.repeat(8);

/** Feeds a response cut into pieces of so many bytes. */
function read(response: string, pieceBytes: number) {
  const reader = new MetadataReader();
  const bytes = Buffer.from(response);
  for (let at = 0; at < bytes.length; at += pieceBytes) {
    const separated = reader.add(bytes.subarray(at, at + pieceBytes));
    if (separated !== null) return { ...separated, body: separated.body.toString() };
  }
  return null;
}

test.each([1, 7, 1_000])('metadata ends at eight NULs, wherever it is cut (%i bytes)', (bytes) => {
  const separated = read(`{"statusCode":201,"headers":{"a":"ü"}}${nul}body`, bytes);
  expect(separated?.metadata).toEqual({ statusCode: 201, headers: { a: 'ü' } });
  expect('body'.startsWith(separated?.body ?? '?')).toBe(true);
});

test('without a delimiter nothing is known yet', () => {
  expect(read(`{"statusCode":201}${'\0'.repeat(7)}`, 5)).toBeNull();
});

test.each([`no json${nul}body`, `[1]${nul}body`])('%j is all body', (response) => {
  expect(read(response, 1_000)).toEqual({ metadata: null, body: response });
});

test('a megabyte without a delimiter is all body', () => {
  const response = 'x'.repeat(1_048_576);
  expect(read(response, 65_536)).toEqual({ metadata: null, body: response });
});

test('only the content type of HttpResponseStream.from promises metadata', () => {
  expect(hasMetadata('application/vnd.awslambda.http-integration-response')).toBe(true);
  expect(hasMetadata('application/octet-stream')).toBe(false);
});
