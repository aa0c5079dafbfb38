import { describe, expect, it } from 'vitest';
import { LamboxError } from '../../../src/errors.ts';
import { parseRuntime } from '../../../src/lambda/runtimes.ts';
import { readRecipeFor } from '../../../src/package/bootstrap-image.ts';
import { createImageFlights } from '../../../src/package/image-flights.ts';
import {
  findRuntimeImage,
  type ImageResolverOptions,
  resolveImage,
  resolveRuntimeImage,
} from '../../../src/package/image-resolver.ts';
import { createFakeEngine } from '../../support/fake-engine.ts';
import type { FakeImages } from '../../support/fake-image-store.ts';

const node = parseRuntime('nodejs24.x');
const aws = 'public.ecr.aws/lambda/nodejs:24';
const own = 'lambox/nodejs:24';

const options: ImageResolverOptions = {
  cacheDirectory: '/nowhere',
  registryMirror: null,
  certificateFiles: [],
  python: { versionFolders: [], programFolders: [] },
  java: { homes: [], homeFolders: [] },
  ruby: { versionFolders: [], programFolders: [] },
  dotnet: { roots: [] },
};

const engineWith = (images: FakeImages, registry: FakeImages = {}) =>
  createFakeEngine({ guest: async () => 0, images, registry });

/** Labels as an image has that was made here of today's recipe. */
async function madeHere(): Promise<Record<string, string>> {
  const { digest } = await readRecipeFor(engineWith({}), node);
  return {
    'dev.lambox.image': own,
    'dev.lambox.recipe': digest,
    'dev.lambox.operating-system': 'Debian 13',
  };
}

describe("a runtime's image", () => {
  it("is AWS's where the engine has it, whatever else there is", async () => {
    const engine = engineWith({ [aws]: {}, [own]: {} });

    expect(await resolveRuntimeImage(engine, node, options)).toMatchObject({
      reference: aws,
      source: 'engine',
      operatingSystem: 'Amazon Linux 2023',
    });
    expect(engine.calls.get('pullImage')).toBeUndefined();
  });

  it('is the one made here, never called Amazon Linux', async () => {
    const engine = engineWith({ [own]: { labels: await madeHere() } }, { [aws]: {} });

    expect(await resolveRuntimeImage(engine, node, options)).toMatchObject({
      reference: own,
      source: 'bootstrapped',
      operatingSystem: 'Debian 13',
    });
  });

  it('of an older recipe counts as absent', async () => {
    const labels = { ...(await madeHere()), 'dev.lambox.recipe': 'older' };
    const engine = engineWith({ [own]: { labels } }, { [aws]: {} });

    expect(await findRuntimeImage(engine, node, options)).toBeNull();
    expect(await resolveRuntimeImage(engine, node, options)).toMatchObject({
      reference: aws,
      source: 'pulled',
    });
  });

  it("under our name that a user made is the user's, and kept", async () => {
    const engine = engineWith({ [own]: {} });

    expect(await resolveRuntimeImage(engine, node, options)).toMatchObject({
      source: 'engine',
      operatingSystem: null,
    });
  });

  it('comes from the mirror where one is configured', async () => {
    const mirrored = 'mirror.example:5000/aws/lambda/nodejs:24';
    const engine = engineWith({}, { [mirrored]: {} });
    const lines: string[] = [];

    const image = await resolveRuntimeImage(engine, node, {
      ...options,
      registryMirror: 'mirror.example:5000/aws',
      onProgress: (line) => lines.push(line),
    });

    expect(image).toMatchObject({ reference: mirrored, source: 'pulled' });
    expect(lines[0]).toBe(`pulling ${mirrored}`);
  });

  it('is pulled anew with always, neither pulled nor made with never', async () => {
    const engine = engineWith({ [aws]: { id: 'sha256:older' } }, { [aws]: { id: 'sha256:newer' } });
    const always = { ...options, pull: 'always' } as const;
    const never = { ...options, pull: 'never' } as const;
    expect(await resolveRuntimeImage(engine, node, never)).toMatchObject({ id: 'sha256:older' });
    expect(await resolveRuntimeImage(engine, node, always)).toMatchObject({ id: 'sha256:newer' });
    await expect(resolveRuntimeImage(engineWith({}), node, never)).rejects.toThrow(
      `the engine has no image "${aws}" or "${own}", and none is to be pulled`,
    );
  });

  it('that can neither be pulled nor made is an error with both names', async () => {
    const ruby = { ...parseRuntime('ruby3.4'), recipe: 'none' } as const;
    await expect(resolveRuntimeImage(engineWith({}), ruby, options)).rejects.toMatchObject({
      code: 'ImageNotFound',
      message: expect.stringContaining('ruby3.4 is not in the engine and cannot be pulled'),
      remedy: expect.stringMatching(/public\.ecr\.aws\/lambda\/ruby:3\.4 or lambox\/ruby:3\.4/),
    });
  });

  it('is pulled once for two functions that are created at once', async () => {
    const engine = engineWith({}, { [aws]: {} });
    const shared = { ...options, flights: createImageFlights() };
    const both = [1, 2].map(() => resolveRuntimeImage(engine, node, shared));
    expect(await Promise.all(both)).toMatchObject([{ source: 'pulled' }, { source: 'pulled' }]);
    expect(engine.calls.get('pullImage')).toBe(1);
  });

  it('passes on that the engine went away', async () => {
    const engine = engineWith({});
    engine.failNext('pullImage', new LamboxError('EngineUnreachable', 'gone'));

    await expect(resolveRuntimeImage(engine, node, options)).rejects.toMatchObject({
      code: 'EngineUnreachable',
    });
  });
});

describe("a user's image", () => {
  it('in the engine is used as it is', async () => {
    const engine = engineWith({ 'team/api:1': {} });

    expect(await resolveImage(engine, 'team/api:1', options)).toMatchObject({ source: 'engine' });
    expect(engine.calls.get('pullImage')).toBeUndefined();
  });

  it('on top of one of ours is not called made here', async () => {
    const engine = engineWith({ 'team/api:1': { labels: await madeHere() } });

    expect(await resolveImage(engine, 'team/api:1', options)).toMatchObject({
      source: 'engine',
      operatingSystem: 'Debian 13',
    });
  });

  it('is pulled', async () => {
    const engine = engineWith({}, { 'team/api:1': {} });

    expect(await resolveImage(engine, 'team/api:1', options)).toMatchObject({ source: 'pulled' });
  });

  it('is pulled once for two functions at once, and its digest said', async () => {
    const engine = engineWith({}, { 'team/api:1': { digest: 'sha256:abc' } });
    const lines: string[] = [];
    const onProgress = (line: string) => lines.push(line);
    const shared = { ...options, flights: createImageFlights(), onProgress };
    await Promise.all([1, 2].map(() => resolveImage(engine, 'team/api:1', shared)));
    expect(engine.calls.get('pullImage')).toBe(1);
    expect(lines[0]).toBe('pulling team/api:1');
    expect(lines.at(-1)).toBe('pulled team/api:1, sha256:abc');
  });

  it('is pulled although it is there with always, and never with never', async () => {
    const there = { 'team/api:1': { id: 'sha256:older' } };
    const engine = engineWith(there, { 'team/api:1': { id: 'sha256:newer' }, 'team/api:2': {} });
    const ask = (name: string, pull: 'always' | 'never') =>
      resolveImage(engine, name, { ...options, pull });
    expect(await ask('team/api:1', 'never')).toMatchObject({ id: 'sha256:older' });
    await expect(ask('team/api:2', 'never')).rejects.toMatchObject({
      code: 'ImageNotFound',
      message: 'the engine has no image "team/api:2", and none is to be pulled (pull: never)',
    });
    expect(engine.calls.get('pullImage')).toBeUndefined();
    expect(await ask('team/api:1', 'always')).toMatchObject({ id: 'sha256:newer' });
    await expect(ask('team/api:3', 'always')).rejects.toThrow(
      'the image "team/api:3" cannot be pulled: ',
    );
  });

  it("of AWS's registry comes from the mirror", async () => {
    const engine = engineWith({}, { 'mirror.example/team/api:1': {} });
    const mirrored = { ...options, registryMirror: 'mirror.example' };
    const image = await resolveImage(engine, 'public.ecr.aws/team/api:1', mirrored);
    expect(image).toMatchObject({ reference: 'mirror.example/team/api:1', source: 'pulled' });
  });

  it('that is nowhere is an error that says how to name a directory', async () => {
    await expect(resolveImage(engineWith({}), 'examples/hello', options)).rejects.toMatchObject({
      code: 'ImageNotFound',
      message: expect.stringContaining('the engine has no image "examples/hello"'),
      remedy: expect.stringContaining('leading ./'),
    });
  });
});
