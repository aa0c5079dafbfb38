import { expect, it } from 'vitest';
import { DownloadProgress } from '../../../../src/engine/docker/download-progress.ts';

const at = (current: number, total = 100_000_000, id = 'abc', status = 'Downloading') => ({
  id,
  status,
  progressDetail: { current, total },
});

it('says at each tenth of a large layer how far it is', () => {
  const progress = new DownloadProgress();
  const lines = [1, 9_999_999, 10_000_000, 12_000_000, 55_000_000, 100_000_000]
    .map((current) => progress.line(at(current)))
    .filter((line) => line !== null);
  expect(lines).toEqual([
    'abc: Downloading 10 of 100 MB',
    'abc: Downloading 55 of 100 MB',
    'abc: Downloading 100 of 100 MB',
  ]);
  expect(progress.line(at(50_000_000, 100_000_000, 'abc', 'Extracting'))).toBe(
    'abc: Extracting 50 of 100 MB',
  );
  expect(progress.line(at(2_000_000_000, 4_000_000_000, 'def'))).toBe(
    'def: Downloading 2,000 of 4,000 MB',
  );
});

it('says nothing of small layers, and of what is no layer', () => {
  const progress = new DownloadProgress();
  expect(progress.line(at(5_000, 10_000))).toBeNull();
  expect(progress.line({ status: 'Downloading' })).toBeNull();
  expect(progress.line(at(50_000_000, 100_000_000, 'abc', 'Verifying'))).toBeNull();
});
