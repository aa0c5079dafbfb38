import { stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { makeReportFolder } from '../../../../src/cli/bench/report-folder.ts';
import { TemporaryDirectory } from '../../../support/temporary-directory.ts';

it('makes what is missing and leaves what is there', async () => {
  using folder = new TemporaryDirectory();
  const deep = join(folder.path, 'a', 'b', 'c');
  await makeReportFolder(deep);
  await makeReportFolder(deep);
  expect((await stat(deep)).isDirectory()).toBe(true);
});

it('says what cannot be made, and where a file is in the way', async () => {
  using folder = new TemporaryDirectory();
  const file = join(folder.path, 'file');
  await writeFile(file, '');
  const inTheWay = { code: 'EEXIST', path: file };
  await expect(makeReportFolder(file)).rejects.toMatchObject(inTheWay);
  await expect(makeReportFolder(join(file, 'x', 'y'))).rejects.toMatchObject(inTheWay);
});

it('ends where Node itself goes on for ever', async () => {
  await expect(makeReportFolder('/proc/x')).rejects.toMatchObject({ code: 'ENOENT' });
  await expect(makeReportFolder('/proc/x/y/z')).rejects.toMatchObject({ code: 'ENOENT' });
});
