import { expect, test } from 'vitest';
import {
  importRuns,
  importSubjects,
  measureImports,
} from '../../../../src/benchmark/imports/measure-imports.ts';
import type { FunctionOptions } from '../../../../src/function-options.ts';
import { twoContenders } from '../../../support/benchmark-samples.ts';
import { createScriptedFunction, type Script } from '../../../support/scripted-function.ts';

const entry = (text: string) => {
  return { text, offsetMs: 1, epochMs: 1, origin: 'function' } as const;
};
const tells: Script = () => ({
  logs: [
    entry('lambox-imports [["/var/task/index.mjs",null,4]]'),
    entry('lambox-imports {"totalMs":5}'),
  ],
});

const subjects = ['a', 'b'].map((name) => ({ name, options: { code: name } }));
const event = Buffer.from('{}');

test('each function once, at the largest size, without the control', async () => {
  const created: FunctionOptions[] = [];
  const found = await importSubjects(twoContenders(), async (options) => {
    created.push(options);
    return createScriptedFunction();
  });
  expect(found.map(({ name }) => name)).toEqual(['a at 128 MB', 'b at 128 MB']);
  expect(found[0]?.options.variables).toHaveProperty('NODE_OPTIONS');
  expect(created).toHaveLength(2);
});

test('cold starts of their own, of which the first does not count', async () => {
  const done: string[] = [];
  let created = 0;
  const { costs, silent } = await measureImports(subjects, {
    createFunction: async () => {
      created += 1;
      return createScriptedFunction(tells);
    },
    event,
    signal: new AbortController().signal,
    onRun: (count, all) => done.push(`${count}/${all}`),
  });
  expect(costs.map(({ contender, runs }) => ({ contender, runs }))).toEqual([
    { contender: 'a', runs: importRuns },
    { contender: 'b', runs: importRuns },
  ]);
  expect({ silent, created }).toEqual({ silent: [], created: 2 * (importRuns + 1) });
  expect(done.at(-1)).toBe('12/12');
});

test('a signal ends it with the runs there are; who says nothing is named', async () => {
  const controller = new AbortController();
  const { costs, silent } = await measureImports(subjects, {
    createFunction: async ({ code }) => createScriptedFunction(code === 'a' ? () => ({}) : tells),
    event,
    signal: controller.signal,
    onRun: (count) => {
      if (count === importRuns + 4) controller.abort();
    },
  });
  expect(silent).toEqual(['a']);
  expect(costs).toMatchObject([{ contender: 'b', runs: 2 }]);
});
