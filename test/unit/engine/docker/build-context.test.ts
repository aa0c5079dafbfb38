import { PassThrough } from 'node:stream';
import { extract } from 'tar-stream';
import { describe, expect, it } from 'vitest';
import { createBuildContext } from '../../../../src/engine/docker/build-context.ts';
import { TemporaryDirectory } from '../../../support/temporary-directory.ts';

const files = {
  Dockerfile: 'FROM scratch',
  'index.mjs': '',
  'notes.md': '',
  'README.md': '',
  'node_modules/a/index.js': '',
  'build/keep/this.txt': '',
  'build/other.txt': '',
};

async function sent(more: Record<string, string>): Promise<readonly string[]> {
  using directory = new TemporaryDirectory();
  directory.write({ ...files, ...more });
  const entries = extract();
  const context = await createBuildContext(directory.path, 'Dockerfile');
  context.pipe(new PassThrough()).pipe(entries as unknown as PassThrough);
  const names: string[] = [];
  for await (const entry of entries) {
    if (entry.header.type === 'file') names.push(entry.header.name);
    entry.resume();
  }
  return names.sort();
}

describe('a build context', () => {
  it('is the whole directory without a .dockerignore', async () => {
    expect(await sent({})).toEqual(Object.keys(files).sort());
  });

  it('is without what .dockerignore leaves out, with its exceptions', async () => {
    const ignore = ['# comment', 'node_modules', '*.md', '!README.md', 'build', '!build/keep'];
    expect(await sent({ '.dockerignore': ignore.join('\n') })).toEqual([
      '.dockerignore',
      'Dockerfile',
      'README.md',
      'build/keep/this.txt',
      'index.mjs',
    ]);
  });

  it('has what the engine reads itself, whatever .dockerignore says', async () => {
    expect(await sent({ '.dockerignore': '*' })).toEqual(['.dockerignore', 'Dockerfile']);
  });

  it("follows the Dockerfile's own file of the kind first", async () => {
    const ignore = { '.dockerignore': '*', 'Dockerfile.dockerignore': 'node_modules\nbuild\n*.md' };
    expect(await sent(ignore)).toEqual([
      '.dockerignore',
      'Dockerfile',
      'Dockerfile.dockerignore',
      'index.mjs',
    ]);
  });
});
