import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { checkReportFiles, writeReportFile } from '../../../../src/cli/bench/report-file.ts';
import { TemporaryDirectory } from '../../../support/temporary-directory.ts';

test('a report stays as it is until there is another', async () => {
  using directory = new TemporaryDirectory();
  const file = directory.join('report.html');
  await writeReportFile(file, 'yesterday');
  await checkReportFiles([file, undefined]);
  expect(readFileSync(file, 'utf8')).toBe('yesterday');
  await writeReportFile(file, 'today');
  expect(readFileSync(file, 'utf8')).toBe('today');
});

test('a folder that is missing is told before anything is measured', async () => {
  using directory = new TemporaryDirectory();
  const file = directory.join('missing', 'report.html');
  await expect(checkReportFiles([file])).rejects.toMatchObject({
    code: 'StorageFailed',
    message: expect.stringContaining(file),
  });
});
