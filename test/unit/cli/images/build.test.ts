import { expect, test } from 'vitest';
import { LamboxError } from '../../../../src/errors.ts';
import { parseRuntime } from '../../../../src/lambda/runtimes.ts';
import { readRecipeFor } from '../../../../src/package/bootstrap-image.ts';
import { createCommandLine } from '../../../support/command-line.ts';
import { createFakeEngine } from '../../../support/fake-engine.ts';
import type { FakeImages } from '../../../support/fake-image-store.ts';

const reference = 'lambox/provided:al2023';

async function commandLine(images: FakeImages) {
  const engine = createFakeEngine({ guest: async () => 0, images });
  return { engine, line: await createCommandLine({ parts: { findEngine: async () => engine } }) };
}

async function currentLabels() {
  const engine = createFakeEngine({ guest: async () => 0 });
  const { digest } = await readRecipeFor(engine, parseRuntime('provided.al2023'));
  return { 'dev.lambox.image': reference, 'dev.lambox.recipe': digest };
}

test('one of this very recipe is left as it is, and the time of its family is said', async () => {
  const { engine, line } = await commandLine({ [reference]: { labels: await currentLabels() } });
  expect(await line.run('images', 'build', 'provided.al2023')).toBe(0);
  expect(line.out()).toMatch(
    /^provided\.al2023 +lambox\/provided:al2023, 0 B, is up to date\nfamily provided: 1 image in /,
  );
  expect(engine.calls.get('buildImage')).toBeUndefined();
});

test('--json has what was made and the seconds a family', async () => {
  const { line } = await commandLine({ [reference]: { labels: await currentLabels() } });
  expect(await line.run('images', 'build', '--json', 'provided.al2023')).toBe(0);
  expect(JSON.parse(line.out())).toEqual({
    schemaVersion: 1,
    images: [
      {
        runtime: 'provided.al2023',
        family: 'provided',
        reference,
        id: expect.stringMatching(/^sha256:/),
        sizeBytes: 0,
        wasCurrent: true,
        seconds: expect.any(Number),
      },
    ],
    failed: [],
    leftOut: [],
    families: [{ family: 'provided', images: 1, seconds: expect.any(Number) }],
  });
});

test("a user's image under our name is kept", async () => {
  const { engine, line } = await commandLine({ [reference]: {} });
  expect(await line.run('images', 'build', 'provided.al2023')).toBe(2);
  expect(line.err()).toContain('was not made by Lambox');
  expect(engine.calls.get('buildImage')).toBeUndefined();
});

test.each([
  [[], /either runtimes or --all/],
  [['--all', 'nodejs24.x'], /either runtimes or --all/],
  [['nodejs24'], /Did you mean nodejs24\.x/],
])('%j is usage', async (words, said) => {
  const { line } = await commandLine({});
  expect(await line.run('images', 'build', ...words)).toBe(2);
  expect(line.err()).toMatch(said);
});

test('with --all one that fails is said and stops none of the others', async () => {
  const { engine } = await commandLine({ [reference]: { labels: await currentLabels() } });
  const inspectImage = async (name: string) => {
    if (name === reference) return engine.inspectImage(name);
    const evidence = name === 'lambox/python:3.12' ? { lacks: 'CPython 3.12' } : {};
    throw new LamboxError('ImageBuildFailed', `no ${name} today`, { evidence });
  };
  const findEngine = async () => ({ ...engine, inspectImage });
  const line = await createCommandLine({ parts: { findEngine } });
  expect(await line.run('images', 'build', '--all', '--json')).toBe(3);
  const { images, failed, leftOut } = JSON.parse(line.out());
  expect(images).toEqual([expect.objectContaining({ runtime: 'provided.al2023' })]);
  expect(failed).toEqual(expect.arrayContaining(['nodejs24.x', 'provided.al2']));
  expect(line.err()).toContain('no lambox/provided:al2 today');
  expect(failed).not.toContain('python3.12');
  expect(leftOut).toEqual([{ runtime: 'python3.12', lacks: 'CPython 3.12' }]);
  expect(line.err()).toMatch(
    /^Left out, for want of a language .*: python3\.12 \(CPython 3\.12\)/m,
  );
  const alone = await createCommandLine({ parts: { findEngine } });
  expect(await alone.run('images', 'build', 'provided.al2', 'provided.al2023')).toBe(3);
  expect(alone.out()).toBe('');
});
