import { expect, test } from 'vitest';
import { readPythonImports } from '../../../../src/benchmark/imports/read-python-imports.ts';

const begin = [
  'import time: self [us] | cumulative | imported package',
  'import time:       300 |        300 | site',
  'import time:       200 |        200 |   json',
  'import time:       100 |        300 | awslambdaric.__main__',
  'import time:        50 |         50 | lambox_import_probe',
  'import time:        40 |         40 | concurrent',
  'import time:        30 |         30 | awslambdaric.lambda_literals',
];
const imports = [
  'import time:      1000 |       1000 |     numpy.core',
  'import time:      2000 |       3000 |   numpy',
  'import time:       500 |        500 |   pytz',
  'import time:      4000 |       7500 | pandas',
  'import time:       250 |        250 | decimal',
];
const later = [
  'START RequestId: x Version: $LATEST',
  'import time:      9000 |       9000 | colorsys',
];

test('what follows the runtime client, with the time of the own module where it is known', () => {
  expect(readPythonImports([...begin, ...imports, 'lambox-imports 10000', ...later])).toEqual({
    totalMs: 10,
    modules: [
      { packageName: '(own code)', parent: null, selfMs: 2.25 },
      { packageName: 'numpy', parent: 2, selfMs: 1 },
      { packageName: 'numpy', parent: 4, selfMs: 2 },
      { packageName: 'pytz', parent: 4, selfMs: 0.5 },
      { packageName: 'pandas', parent: 0, selfMs: 4 },
      { packageName: 'decimal', parent: 0, selfMs: 0.25 },
    ],
  });
});

test('without it, in images, the imports alone', () => {
  expect(readPythonImports([...begin, ...imports, ...later])).toEqual({
    totalMs: 7.75,
    modules: [
      { packageName: 'numpy', parent: 1, selfMs: 1 },
      { packageName: 'numpy', parent: 3, selfMs: 2 },
      { packageName: 'pytz', parent: 3, selfMs: 0.5 },
      { packageName: 'pandas', parent: null, selfMs: 4 },
      { packageName: 'decimal', parent: null, selfMs: 0.25 },
    ],
  });
});

test('a function that imports nothing has its own code', () => {
  const { modules } = readPythonImports([...begin, 'lambox-imports 700', ...later]) ?? {};
  expect(modules).toEqual([{ packageName: '(own code)', parent: null, selfMs: 0.7 }]);
});

test('another program that says nothing of the sort is nothing', () => {
  expect(readPythonImports(['hello', ...later])).toBeNull();
});
