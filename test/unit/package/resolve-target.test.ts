import { describe, expect, it } from 'vitest';
import { resolveTarget } from '../../../src/package/resolve-target.ts';
import { TemporaryDirectory } from '../../support/temporary-directory.ts';

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
    ['./package.json', '"./package.json" is a file, expected a directory or an image'],
    ['vitest.config.ts', '"vitest.config.ts" is a file, expected a directory or an image'],
  ])('that is not there: %s', async (target, message) => {
    await expect(resolveTarget(target)).rejects.toMatchObject({ code: 'InvalidCode', message });
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
