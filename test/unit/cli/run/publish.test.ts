import { expect, test } from 'vitest';
import { parsePublish } from '../../../../src/cli/run/publish.ts';

test.each([
  ['9000:8080', '', 9_000],
  ['127.0.0.1:9000:8080', '127.0.0.1', 9_000],
  ['[::1]:9000:8080', '::1', 9_000],
  ['127.0.0.1::8080', '127.0.0.1', 0],
  ['8080', '', 0],
  ['9000:8080/tcp', '', 9_000],
  ['9000:8080/TCP', '', 9_000],
])('-p %s', (text, hostname, port) => {
  expect(parsePublish(text)).toEqual({ hostname, port });
});

test.each([['9000:80'], ['9000:8080/udp'], ['9000']])('-p %s: no such container port', (text) => {
  expect(() => parsePublish(text)).toThrow(
    expect.objectContaining({
      code: 'InvalidOption',
      message: expect.stringContaining('8080/tcp'),
      remedy: expect.stringContaining('8080'),
    }),
  );
});

test.each(['', 'a:8080', '9000-9001:8080', '70000:8080', '1:2:3:8080', '[::1:8080', ':8080x'])(
  '-p %s is not readable',
  (text) => {
    expect(() => parsePublish(text)).toThrow(expect.objectContaining({ code: 'InvalidOption' }));
  },
);
