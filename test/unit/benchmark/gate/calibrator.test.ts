import { readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { listContenders } from '../../../../src/benchmark/contender.ts';
import { createCalibrators } from '../../../../src/benchmark/gate/calibrator.ts';
import { TemporaryDirectory } from '../../../support/temporary-directory.ts';

test('one under all conditions, of the same work, compared with nothing', async () => {
  const folder = new TemporaryDirectory();
  onTestFinished(() => folder[Symbol.dispose]());
  const contenders = listContenders(
    [{ name: 'a', options: { code: './a' } }],
    [128, 1_769],
    [1, 8],
  );
  const calibrators = await createCalibrators(folder.path, contenders);
  expect(calibrators.map(({ name }) => name)).toEqual([
    'the calibrator at 128 MB',
    'the calibrator at 128 MB, 8 at once',
    'the calibrator at 1,769 MB',
    'the calibrator at 1,769 MB, 8 at once',
  ]);
  for (const { name, reference, options, memorySizeMb } of calibrators) {
    expect(reference).toBe(name);
    expect(options).toMatchObject({ code: folder.path, memorySizeMb, runtime: 'nodejs24.x' });
  }
  const file = path.join(folder.path, 'index.mjs');
  expect(readFileSync(file, 'utf8')).toContain('work(300)');
  const { handler, atInit } = await import(pathToFileURL(file).href);
  expect(atInit).toMatch(/^[0-9a-f]{64}$/);
  expect(await handler()).toMatch(/^[0-9a-f]{64}$/);
});
