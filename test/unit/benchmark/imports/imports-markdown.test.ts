import { expect, test } from 'vitest';
import { importsMarkdown } from '../../../../src/benchmark/imports/imports-markdown.ts';
import { testImports } from '../../../support/import-costs.ts';

test('the ten dearest packages and what no module has', () => {
  const text = importsMarkdown([testImports()]).join('\n');
  expect(text).toContain('**Imports of app at 128 MB**, medians of 5 cold starts');
  expect(text).toContain('| p0 | 1 | 120 | 1,320 |');
  expect(text).toContain('| p9 |');
  expect(text).not.toContain('| p10 |');
  expect(text).toContain("| no module's own | | 7.50 | |");
  expect(importsMarkdown([])).toEqual([]);
});
