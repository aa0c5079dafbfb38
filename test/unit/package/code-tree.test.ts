import { execFileSync } from 'node:child_process';
import { symlinkSync, truncateSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readCodeTree } from '../../../src/package/code-tree.ts';
import { TemporaryDirectory } from '../../support/temporary-directory.ts';

describe('reading a tree of code', () => {
  it('lists everything, sorted, folders first', async () => {
    using source = new TemporaryDirectory();
    source.write({ 'b.js': '22', 'a/z': '1', '.git/config': '333' });

    const tree = await readCodeTree(source.path);

    expect(tree.entries.map((entry) => `${entry.kind} ${entry.path}`)).toEqual([
      'folder .git',
      'file .git/config',
      'folder a',
      'file a/z',
      'file b.js',
    ]);
    expect(tree.sizeBytes).toBe(6);
  });

  it.each([
    ['a missing directory', 'nothing', 'does not exist'],
    ['a file', 'file.js', 'is a file, expected a directory'],
  ])('refuses %s', async (_, name, words) => {
    using source = new TemporaryDirectory();
    source.write({ 'file.js': '' });

    await expect(readCodeTree(source.join(name))).rejects.toMatchObject({
      code: 'InvalidCode',
      message: expect.stringContaining(`"${source.join(name)}" ${words}`.slice(-20)),
    });
  });

  it.each(['../outside', '/etc/passwd', 'folder/../../x', '..', '../../../var/task/x'])(
    'refuses a link to %s',
    async (target) => {
      using source = new TemporaryDirectory();
      symlinkSync(target, source.join('link'));

      await expect(readCodeTree(source.path)).rejects.toMatchObject({
        code: 'InvalidCode',
        message: expect.stringMatching(/link" cannot be deployed: .* outside of the code$/),
      });
    },
  );

  it.each(['.', 'x', './folder/../x', 'gone/away', '/var/task/x', '/var/task'])(
    'keeps a link to %s',
    async (target) => {
      using source = new TemporaryDirectory();
      symlinkSync(target, source.join('link'));

      const { entries } = await readCodeTree(source.path);

      expect(entries).toMatchObject([{ kind: 'link', path: 'link', target }]);
    },
  );

  it('refuses a pipe', async () => {
    using source = new TemporaryDirectory();
    execFileSync('mkfifo', [source.join('pipe')]);

    await expect(readCodeTree(source.path)).rejects.toMatchObject({
      code: 'InvalidCode',
      message: expect.stringContaining('a socket, a pipe or a device'),
    });
  });

  it('takes 262,144,000 bytes and not one more', async () => {
    using source = new TemporaryDirectory();
    source.write({ 'large.bin': '', 'small.bin': '1' });
    truncateSync(source.join('large.bin'), 262_143_999);
    expect((await readCodeTree(source.path)).sizeBytes).toBe(262_144_000);

    source.write({ 'small.bin': '12' });
    await expect(readCodeTree(source.path)).rejects.toMatchObject({
      code: 'InvalidCode',
      message: expect.stringMatching(/smaller than 262144000 bytes; .* has 262144001$/),
      remedy: expect.stringContaining('large.bin'),
    });
  });
});
