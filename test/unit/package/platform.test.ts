import { expect, test } from 'vitest';
import { parsePlatform, requirePlatform } from '../../../src/package/platform.ts';

test.each([
  ['linux/amd64', 'x86_64'],
  ['linux/arm64', 'arm64'],
  ['linux/arm64/v8', 'arm64'],
  ['linux/x86_64', 'x86_64'],
  ['aarch64', 'arm64'],
])('%s', (platform, architecture) => {
  expect(parsePlatform(platform)).toBe(architecture);
});

test.each(['', 'foo', 'linux/s390x', 'windows/amd64', 'linux/amd64/v8/x'])(
  '%j is refused',
  (text) => {
    expect(() => parsePlatform(text)).toThrow(
      expect.objectContaining({
        code: 'InvalidOption',
        message: expect.stringContaining('expected linux/amd64 or linux/arm64'),
      }),
    );
  },
);

test('an image of another architecture is refused, with the way to get the right one', () => {
  const image = { reference: 'app:1', architecture: 'x86_64' } as const;
  requirePlatform(undefined, image);
  requirePlatform('linux/amd64', image);
  expect(() => requirePlatform('linux/arm64', image)).toThrow(
    expect.objectContaining({
      code: 'InvalidOption',
      message: 'the engine has app:1 for linux/amd64, and the platform asked for is linux/arm64',
      remedy: expect.stringContaining('docker pull --platform linux/arm64 app:1'),
    }),
  );
});
