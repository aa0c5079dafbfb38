import { describe, expect, it } from 'vitest';
import { resolveTarget } from '../../../src/package/resolve-target.ts';
import { TemporaryDirectory } from '../../support/temporary-directory.ts';

const expected = "expected a directory, a zip file, an image's archive (.tar) or an image";

describe('a directory', () => {
  it('is what exists as one', async () => {
    using parent = new TemporaryDirectory();
    parent.write({ 'hello wörld/index.js': '' });

    expect(await resolveTarget(parent.join('hello wörld'))).toEqual({
      kind: 'directory',
      directory: parent.join('hello wörld'),
      name: 'hello-w-rld',
    });
    expect(await resolveTarget('src')).toMatchObject({ kind: 'directory', name: 'src' });
    expect(await resolveTarget('.')).toMatchObject({ kind: 'directory' });
  });

  it.each([
    ['./nowhere', 'the directory "./nowhere" does not exist'],
    ['/nowhere/at/all', 'the directory "/nowhere/at/all" does not exist'],
    ['./package.json', `"./package.json" is a file, ${expected}`],
    ['vitest.config.ts', `"vitest.config.ts" is a file, ${expected}`],
    ['./nowhere.zip', 'the zip file "./nowhere.zip" does not exist'],
    ['nowhere.jar', 'the zip file "nowhere.jar" does not exist'],
  ])('that is not there: %s', async (target, message) => {
    await expect(resolveTarget(target)).rejects.toMatchObject({ code: 'InvalidCode', message });
  });
});

describe('a directory with a Dockerfile', () => {
  it('is an image function, unless a runtime or a handler says that it is code', async () => {
    using parent = new TemporaryDirectory();
    parent.write({ 'app/Dockerfile': 'FROM scratch', 'app/index.mjs': 'export const handler = 1' });
    const directory = parent.join('app');
    const image = { kind: 'dockerfile', directory, name: 'app' };
    expect(await resolveTarget(directory)).toEqual(image);
    for (const given of [{ runtime: 'nodejs24.x' }, { handler: 'index.handler' }]) {
      expect(await resolveTarget(directory, given)).toEqual({ ...image, kind: 'directory' });
    }
  });
});

describe("an image's archive", () => {
  it.each(['app.tar', 'app.tar.gz', 'app.tgz'])('is the file %s', async (name) => {
    using parent = new TemporaryDirectory();
    parent.write({ [name]: '' });
    const file = parent.join(name);
    expect(await resolveTarget(file)).toEqual({ kind: 'archive', file, name: 'app' });
  });
});

describe('a zip file', () => {
  it.each([
    ['function.zip', 'function'],
    ['my.function-1.ZIP', 'my-function-1'],
    ['app.jar', 'app'],
  ])('%s is called %s', async (file, name) => {
    using parent = new TemporaryDirectory();
    parent.write({ [file]: '' });
    const target = await resolveTarget(parent.join(file));
    expect(target).toEqual({ kind: 'zip', file: parent.join(file), name });
  });

  it('is none where it is a directory', async () => {
    using parent = new TemporaryDirectory();
    parent.write({ 'function.zip/index.js': '' });
    expect(await resolveTarget(parent.join('function.zip'))).toMatchObject({ kind: 'directory' });
  });
});

describe('an image', () => {
  it.each([
    ['api', 'api'],
    ['registry:5000/team/api:v1', 'api'],
    ['public.ecr.aws/lambda/nodejs:24', 'nodejs'],
    [`team/my.api@sha256:${'0'.repeat(64)}`, 'my-api'],
    ['nowhere/at/all', 'all'],
  ])('%s is called %s', async (reference, name) => {
    expect(await resolveTarget(reference)).toEqual({ kind: 'image', reference, name });
  });
});
