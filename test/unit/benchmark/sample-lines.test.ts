import { readFile } from 'node:fs/promises';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { sampleLines } from '../../../src/benchmark/sample-lines.ts';
import { testResult } from '../../support/benchmark-result.ts';
import { testImports } from '../../support/import-costs.ts';

const schemaFile = new URL('../../../docs/bench-samples.schema.json', import.meta.url);
const schema = JSON.parse(await readFile(schemaFile, 'utf8')) as object;
const validate = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(schema);

interface Line {
  readonly type: string;
  readonly contenders?: readonly object[];
}

test('the run on the first line, then samples, then imports, as the schema says', () => {
  const result = { ...testResult({ rounds: 2 }), imports: [testImports()] };
  const parsed = sampleLines(result)
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);
  for (const line of parsed) {
    validate(line);
    expect(validate.errors).toBeNull();
  }
  const [run, ...others] = parsed;
  const samples = others.filter(({ type }) => type === 'sample');
  expect(parsed.at(-1)).toEqual({ type: 'imports', ...testImports() });
  expect(run).toMatchObject({ type: 'run', schemaVersion: 1, rounds: 2, complete: true });
  expect(run?.contenders).toContainEqual({
    name: 'a at 128 MB, again',
    memorySizeMb: 128,
    concurrency: 1,
    reference: 'a at 128 MB',
    control: true,
  });
  expect(samples).toEqual(result.samples.map((sample) => ({ type: 'sample', ...sample })));
});
