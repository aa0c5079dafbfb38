import { expect, test } from 'vitest';
import { importsSection } from '../../../../src/benchmark/page/imports-section.ts';
import { testImports } from '../../../support/import-costs.ts';

test('ten packages of each function, and what no module has for its own', () => {
  const section = importsSection([{ ...testImports(), contender: 'a<b at 128 MB' }]);
  expect(section).toContain('a&lt;b at 128 MB: 1,400 ms in all, medians of 5 cold starts');
  expect(section).toContain('>p9<');
  expect(section).not.toContain('>p10<');
  expect(section).toContain('no module');
  expect(importsSection([])).toBe('');
});
