import { expect, test } from 'vitest';
import { resolveImageOverrides } from '../../../src/cli/image-overrides.ts';

const rie = '/aws-lambda/aws-lambda-rie';

test('nothing given, nothing replaced', () => {
  expect(resolveImageOverrides({ volume: [] }, [])).toEqual({});
});

test('words behind the image replace its command', () => {
  expect(resolveImageOverrides({ volume: [], workdir: '/w' }, ['app.handler'])).toEqual({
    command: ['app.handler'],
    workingDirectory: '/w',
  });
});

test('a relative working directory is refused, as docker refuses it', () => {
  expect(() => resolveImageOverrides({ volume: [], workdir: 'w' }, [])).toThrow(
    expect.objectContaining({
      code: 'InvalidOption',
      message: expect.stringContaining('--workdir "w"'),
      remedy: expect.stringContaining('/var/task'),
    }),
  );
});

test('an entry point drops the command of the image, as with docker', () => {
  expect(resolveImageOverrides({ volume: [], entrypoint: '/run' }, [])).toEqual({
    entryPoint: ['/run'],
    command: [],
  });
});

test('an empty entry point leaves the words alone', () => {
  expect(resolveImageOverrides({ volume: [], entrypoint: '' }, ['/run', 'x'])).toEqual({
    entryPoint: [],
    command: ['/run', 'x'],
  });
});

test("AWS's documented form: the emulator is left out", () => {
  const flags = { entrypoint: rie, volume: ['/home/me/.aws-lambda-rie:/aws-lambda'] };
  expect(resolveImageOverrides(flags, ['npx', 'aws-lambda-ric', 'index.handler'])).toEqual({
    entryPoint: ['npx', 'aws-lambda-ric', 'index.handler'],
    command: [],
  });
});

test('the emulator alone starts nothing', () => {
  expect(() => resolveImageOverrides({ entrypoint: rie, volume: [] }, [])).toThrow(
    expect.objectContaining({ code: 'InvalidOption', message: expect.stringContaining(rie) }),
  );
});

test.each([
  ['/data:/data', rie],
  ['/rie:/aws-lambda', undefined],
  ['/anonymous', rie],
])('-v %s is refused', (volume, entrypoint) => {
  const flags = { volume: [volume], ...(entrypoint !== undefined && { entrypoint }) };
  expect(() => resolveImageOverrides(flags, ['x'])).toThrow(
    expect.objectContaining({
      code: 'InvalidOption',
      message: expect.stringMatching(/on Lambda a function has its image, read-only, and \/tmp/),
    }),
  );
});
