import type { BenchmarkResult } from '../benchmark-result.ts';
import { escapeHtml } from './escape-html.ts';
import { section } from './section.ts';

type MeasuredRun = Pick<BenchmarkResult, 'conditions' | 'before' | 'after' | 'command'>;

/** What to type to measure it again, and on what it was measured. */
export function reproductionSection(result: MeasuredRun): string {
  const { conditions: of, before, after, command } = result;
  const facts: readonly (readonly [string, string])[] = [
    ['processor', of.processor],
    ['memory', `${of.memoryGib} GiB`],
    ['kernel', of.kernel],
    ['engine', of.engine],
    ['channel', of.channel],
    ['made of', of.functions.join('; ')],
    ['Lambox, Node.js', `${of.lamboxVersion}, ${of.nodeVersion}`],
    ['load', `${before.loadAverage.toFixed(2)} before, ${after.loadAverage.toFixed(2)} after`],
    ['stolen by a hypervisor', stolen(result)],
  ];
  const list = facts.map(
    ([name, text]) => `<dt>${escapeHtml(name)}</dt><dd>${escapeHtml(text)}</dd>`,
  );
  return section(
    'Measure it again',
    `With Lambox ${of.lamboxVersion}; on this machine the ratios should come out alike.`,
    `<pre tabindex="0"><code>${escapeHtml(command)}</code></pre><dl>${list.join('')}</dl>`,
  );
}

function stolen({ before, after }: MeasuredRun): string {
  if (before.stealSeconds === null || after.stealSeconds === null) return 'unknown';
  return `${(after.stealSeconds - before.stealSeconds).toFixed(2)} s`;
}
