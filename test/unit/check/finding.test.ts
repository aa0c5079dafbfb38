import { expect, it } from 'vitest';
import { capFindings, type Finding, type FindingId } from '../../../src/check/finding.ts';

const findings = (id: FindingId, count: number): readonly Finding[] =>
  Array.from({ length: count }, (_, index) => {
    return { id, what: `/${index}`, why: 'will fail', remedy: 'Do not.' };
  });

it('ten of a kind are told, the others by their number', () => {
  expect(capFindings(findings('mode', 10))).toHaveLength(10);
  const capped = capFindings([...findings('mode', 300), ...findings('write', 1)]);
  expect(capped).toHaveLength(12);
  expect(capped.at(-1)).toEqual({
    id: 'mode',
    what: '290 more of this kind',
    why: 'will fail',
    remedy: 'Do not.',
  });
});
