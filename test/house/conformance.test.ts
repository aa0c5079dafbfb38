import { describe, expect, it } from 'vitest';
import { type Row, readRows } from '../conformance/report/rows.ts';
import { formatTable, summary, withTable } from '../conformance/report/table.ts';
import { idsOf, judge, type TestResult } from '../conformance/report/verdicts.ts';

const row = (id: string, note = '', more: Partial<Row> = {}): Row => {
  return { id, scope: 'in', isBehaviour: true, title: `what ${id} is`, note, ...more };
};

const result = (name: string, status = 'passed', isExpectedToFail = false): TestResult => {
  return { name, status, isExpectedToFail };
};

describe('rows.tsv', () => {
  it('can be read, and has a reason for every row that is not in scope', () => {
    expect(readRows().filter(({ scope }) => scope === 'in').length).toBeGreaterThan(250);
  });

  it('is refused with a row twice, a scope that there is not, or no reason', () => {
    const file = (...lines: readonly string[]) => ['head', ...lines].join('\n');
    const line = '1-1\tin\tbehaviour\ttitle';
    expect(() => readRows(file(line, line))).toThrow('1-1 twice');
    expect(() => readRows(file('1-1\tsoon\tbehaviour\ttitle'))).toThrow('scope');
    expect(() => readRows(file('1-1\tlater\tbehaviour\ttitle'))).toThrow('why later');
  });
});

it('a name has the ids that it begins with', () => {
  expect(idsOf('1.5-3 C-6 C-2.1 6-1 a title of 1.5-4')).toEqual(['1.5-3', 'C-6', 'C-2.1', '6-1']);
});

describe('a verdict', () => {
  const verdictOf = (given: Row, ...results: readonly TestResult[]) => {
    const { verdicts, complaints } = judge([given], results);
    return [verdicts.get(given.id), complaints.length];
  };

  it('is held where every test passed, and failed where one did not', () => {
    expect(verdictOf(row('1-1'), result('1-1 a'), result('1-1 b'))).toEqual(['held', 0]);
    expect(verdictOf(row('1-1'), result('1-1 a'), result('1-1 b', 'failed'))[0]).toBe('failed');
  });

  it('complains about a row without test and reason, also where its test was skipped', () => {
    expect(verdictOf(row('1-1'))).toEqual(['untested', 1]);
    expect(verdictOf(row('1-1'), result('1-1 a', 'skipped'))).toEqual(['untested', 1]);
    expect(verdictOf(row('1-1', 'untested: too large'))).toEqual(['untested', 0]);
  });

  it('takes a gap only with its reason, and only while it is one', () => {
    const expected = result('1-1 a', 'passed', true);
    expect(verdictOf(row('1-1', 'gap: why'), expected)).toEqual(['gap', 0]);
    expect(verdictOf(row('1-1'), expected)).toEqual(['gap', 1]);
    expect(verdictOf(row('1-1', 'gap: why'), result('1-1 a'))).toEqual(['gap', 1]);
    expect(verdictOf(row('1-1', 'because'))[1]).toBe(1);
  });

  it('complains about a test of no row', () => {
    expect(judge([], [result('a title')]).complaints).toHaveLength(1);
    expect(judge([], [result('9-9 a title')]).complaints).toHaveLength(1);
  });
});

it('the table counts, strikes through what is not held, and gives the reasons', () => {
  const later = row('3-1', 'Python', { scope: 'later' });
  const rows = [row('1-1'), row('1-2', 'gap: why'), row('2-1', '', { isBehaviour: false }), later];
  const judgement = judge(rows, [result('1-1 a')]);
  expect(summary(judgement)).toBe('held 1 of 2');
  const table = formatTable(rows, judgement);
  expect(table).toContain('| 1 | 1 of 2 | 1 ~~2~~ |');
  expect(table).toContain('| 1-2 | what 1-2 is | why |');
  expect(table).toContain('Not about behaviour: 2-1.');
  expect(table).toContain('For a later issue, 1 rows: Python 1.');
  const marks = '<!-- conformance: written by npm run conformance -->old<!-- conformance: end -->';
  expect(withTable(`a${marks}b`, 'new')).not.toContain('old');
});
