import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { deliverReport } from '../../../../src/cli/bench/deliver-report.ts';
import { createPaint } from '../../../../src/cli/paint.ts';
import { createMemoryStreams } from '../../../support/memory-streams.ts';
import { TemporaryDirectory } from '../../../support/temporary-directory.ts';

function reportForms() {
  const made: string[] = [];
  const make = (form: string) => {
    made.push(form);
    return form;
  };
  const forms = {
    lines: async () => make('lines'),
    page: async () => make('page'),
    charts: async (folder: string) => void make(`charts in ${folder}`),
    markdown: async () => make('markdown'),
    text: () => make('text'),
  };
  return { made, forms };
}

test('only the forms that are asked for are made', async () => {
  const { made, forms } = reportForms();
  const streams = createMemoryStreams();
  await deliverReport(forms, {}, { streams, paint: createPaint(false) });
  expect(made).toEqual(['text']);
  expect(streams.out()).toBe('text');
  expect(streams.err()).toBe('');
});

test('each form goes where it was asked for', async () => {
  using directory = new TemporaryDirectory();
  const [json, out] = [directory.join('samples.jsonl'), directory.join('page.html')];
  const { forms, made } = reportForms();
  const streams = createMemoryStreams();
  const flags = { json, out, charts: 'pictures', markdown: true };
  await deliverReport(forms, flags, { streams, paint: createPaint(false) });
  expect(made).toEqual(['lines', 'page', 'charts in pictures', 'markdown']);
  expect([json, out].map((file) => readFileSync(file, 'utf8'))).toEqual(['lines', 'page']);
  expect(streams.out()).toBe('markdown');
  expect(streams.err()).toBe(`the page is ${out}\nthe charts are in pictures\n`);
});
