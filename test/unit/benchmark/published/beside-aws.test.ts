import { expect, test } from 'vitest';
import { besideAws } from '../../../../src/benchmark/published/beside-aws.ts';
import { besideAwsMarkdown } from '../../../../src/benchmark/published/beside-aws-markdown.ts';
import { coldSample, twoContenders, warmSample } from '../../../support/benchmark-samples.ts';

const contenders = twoContenders();
const [a = '', b = '', control = ''] = contenders.map(({ name }) => name);
const samples = [
  ...[30, 50, 40].map((initMs, round) => coldSample(a, round, initMs)),
  warmSample(a, 0),
  coldSample(b, 0),
  coldSample(control, 0),
];
const architecture = 'x86_64';

test('the median of the cold starts beside what was published, without the control', () => {
  const runtimes = new Map([a, b, control].map((name) => [name, 'nodejs24.x']));
  const rows = besideAws(contenders, samples, { runtimes, architecture });
  expect(rows).toMatchObject([
    { contender: a, count: 3, medianMs: 40, published: { title: 'nodejs24.x', medianMs: 133.72 } },
    { contender: b, count: 1 },
  ]);
  const text = besideAwsMarkdown(rows).join('\n');
  expect(text).toContain(`| ${a} | 40.0 | 134 | 112–156 | nodejs24.x |`);
  expect(text).toContain('on 2026-08-22 (Apache-2.0; the region is not said)');
  expect(text).toContain('What may be compared');
});

test('nothing where nothing was published: an image, a runtime, a function never begun', () => {
  expect(besideAws(contenders, samples, { runtimes: new Map(), architecture })).toEqual([]);
  const old = new Map([[a, 'nodejs18.x']]);
  expect(besideAws(contenders, samples, { runtimes: old, architecture })).toEqual([]);
  const known = new Map([[a, 'nodejs24.x']]);
  const warm = [warmSample(a, 0)];
  expect(besideAws(contenders, warm, { runtimes: known, architecture })).toEqual([]);
  expect(besideAwsMarkdown([])).toEqual([]);
});
