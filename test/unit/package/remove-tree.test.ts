import { chmodSync, existsSync, symlinkSync } from 'node:fs';
import { expect, it } from 'vitest';
import { removeTree } from '../../../src/package/remove-tree.ts';
import { TemporaryDirectory } from '../../support/temporary-directory.ts';

it('removes folders that their owner may not write to, and nothing behind a link', async () => {
  using directory = new TemporaryDirectory();
  directory.write({ 'tree/closed/deep/file': '', 'tree/file': '', 'other/file': '' });
  symlinkSync('../other', directory.join('tree/link'));
  chmodSync(directory.join('tree/closed/deep'), 0o500);
  chmodSync(directory.join('tree/closed'), 0o000);

  await removeTree(directory.join('tree'));

  expect(existsSync(directory.join('tree'))).toBe(false);
  expect(existsSync(directory.join('other/file'))).toBe(true);
});

it('takes what is not there for removed', async () => {
  using directory = new TemporaryDirectory();
  await removeTree(directory.join('nothing'));
});
