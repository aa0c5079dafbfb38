// `npm run conformance`: runs the suite, judges the rows and writes the table of SPECIFICATION.md.
//
//   --check          compares the table with the one that is there, and changes nothing
//   --results FILE   keeps vitest's own report there
//   FILTER…          runs the files whose path contains one of these; writes no table
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { readRows } from './rows.ts';
import { formatTable, summary, withTable } from './table.ts';
import { judge, type TestResult } from './verdicts.ts';

interface VitestReport {
  readonly testResults: readonly {
    readonly status: string;
    readonly name: string;
    readonly assertionResults: readonly { readonly title: string; readonly status: string }[];
  }[];
}

const root = path.resolve(import.meta.dirname, '../../..');
const specificationFile = path.join(root, 'SPECIFICATION.md');

process.exitCode = await main();

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { check: { type: 'boolean' }, results: { type: 'string' } },
  });
  const results = values.results ?? path.join(root, '.cache/conformance/results.json');
  mkdirSync(path.dirname(results), { recursive: true });
  const exitCode = await runSuite(results, positionals);
  if (positionals.length > 0) return exitCode;
  const rows = readRows();
  const judgement = judge(rows, readResults(results));
  const complaints = [...judgement.complaints];
  const before = readFileSync(specificationFile, 'utf8');
  const after = withTable(before, formatTable(rows, judgement));
  if (values.check !== true) writeFileSync(specificationFile, after);
  else if (before !== after) {
    complaints.push('the table of SPECIFICATION.md says something else: npm run conformance');
  }
  for (const complaint of complaints) console.log(`row: ${complaint}`);
  console.log(summary(judgement));
  return exitCode !== 0 || complaints.length > 0 ? 1 : 0;
}

async function runSuite(results: string, filters: readonly string[]): Promise<number> {
  const vitest = path.join(root, 'node_modules/vitest/vitest.mjs');
  const words = ['run', '--project', 'conformance', ...filters];
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${results}`];
  const child = spawn(process.execPath, [vitest, ...words, ...reporters], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const [code] = await once(child, 'close');
  return typeof code === 'number' ? code : 1;
}

function readResults(file: string): readonly TestResult[] {
  const report = JSON.parse(readFileSync(file, 'utf8')) as VitestReport;
  const expected = expectedFailures();
  return report.testResults.flatMap(({ assertionResults }) =>
    assertionResults.map(({ title, status }) => {
      return { name: title, status, isExpectedToFail: expected.has(title) };
    }),
  );
}

/** Vitest's report does not tell them from others: the sources do. */
function expectedFailures(): ReadonlySet<string> {
  const directory = path.join(root, 'test/conformance');
  const sources = readdirSync(directory).filter((name) => name.endsWith('.test.ts'));
  const titles = sources.flatMap((name) => {
    const text = readFileSync(path.join(directory, name), 'utf8');
    return [...text.matchAll(/test\.fails\(\s*(['"`])(.*?)\1/g)].map(([, , title]) => title ?? '');
  });
  return new Set(titles);
}
