import { expect, test } from 'vitest';
import { lambox } from '../support/lambox-command.ts';
import { writeFunction } from '../support/written-function.ts';

// On a quiet machine of two processors: about 10 minutes with these, 30 cold starts as promised.
const { LAMBOX_SAME_RUNS = '20', LAMBOX_SAME_COLD = '20', LAMBOX_SLOWER_COLD = '30' } = process.env;
const runs = Number(LAMBOX_SAME_RUNS);

const source = (slowerMs = 0) => `
const until = performance.now() + ${slowerMs};
while (performance.now() < until);
export const handler = async () => 'done';
`;

async function compare(a: string, b: string, cold: string, memory = '1769') {
  const words = ['--memory', memory, '--cold', cold, '--warm', '100', '--markdown'];
  const { exitCode, stdout, stderr } = await lambox(['bench', a, '--compare', b, ...words]);
  expect({ stderr, isMeasured: [0, 5].includes(exitCode ?? -1) }).toMatchObject({
    isMeasured: true,
  });
  const found = stdout
    .split('\n')
    .map((line) => line.split('|').map((cell) => cell.trim()))
    .filter(([, what = '']) => what.includes(' ÷ '))
    .map(([, what = '', metric, figures, , said]) => ({ what, metric, figures, said }));
  // The last ones are the control's.
  return { stdout, found: found.filter(({ what }) => !what.includes(', again ÷ ')) };
}

test(`of ${runs} runs of the same thing at most one claims a difference`, async () => {
  using one = writeFunction({ 'index.mjs': source() });
  using other = writeFunction({ 'index.mjs': source() });
  const seen = { claimed: 0, undecided: 0 };
  for (let run = 1; run <= runs; run += 1) {
    const { found } = await compare(one.path, other.path, LAMBOX_SAME_COLD);
    expect(found.map(({ metric }) => metric)).toContain('cold.init');
    const claims = found.filter(({ said }) => said === 'faster' || said === 'slower');
    if (claims.length > 0) seen.claimed += 1;
    const cold = found.find(({ metric }) => metric === 'cold.answered');
    if (cold?.said === 'too noisy to tell') seen.undecided += 1;
    const all = found.map(({ metric, figures, said }) => `${metric} ${figures}: ${said}`);
    console.log(`run ${run} of ${runs}, ${JSON.stringify(seen)}\n  ${all.join('\n  ')}`);
  }
  expect(seen.claimed).toBeLessThanOrEqual(1);
  // A machine on which most runs say nothing of cold starts proves nothing.
  expect(seen.undecided).toBeLessThanOrEqual(runs / 2);
}, 3_600_000);

test('an init slower by a fifth is found', async () => {
  using one = writeFunction({ 'index.mjs': source() });
  using twin = writeFunction({ 'index.mjs': source() });
  const { stdout } = await compare(one.path, twin.path, LAMBOX_SAME_COLD);
  const [, p50 = ''] = /\| init \| \d+ \| [\d.,]+ \| ([\d.]+) \|/.exec(stdout) ?? [];
  const initMs = Number(p50);
  expect(initMs).toBeGreaterThan(0);
  using slower = writeFunction({ 'index.mjs': source(initMs / 5) });
  const { found } = await compare(one.path, slower.path, LAMBOX_SLOWER_COLD);
  const init = found.find(({ metric }) => metric === 'cold.init');
  console.log(`init ${initMs} ms and ${initMs / 5} more: ${init?.figures}: ${init?.said}`);
  expect(init).toMatchObject({ said: 'slower' });
}, 3_600_000);
