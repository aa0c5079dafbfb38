import { formatMs } from '../figure-text.ts';
import type { ImportCosts } from './import-costs.ts';

/** As many packages as a reader looks at. */
export const packagesShown = 10;

/** A table of each function's dearest packages. */
export function importsMarkdown(imports: readonly ImportCosts[]): readonly string[] {
  return imports.flatMap(({ contender, runs, totalMs, restMs, packages }) => [
    `**Imports of ${contender.replaceAll('|', '\\|')}**, medians of ${runs} cold starts of ` +
      `their own, ${formatMs(totalMs)} ms in all`,
    '',
    '| package | modules | own, ms | with what it imports, ms |',
    '|---|--:|--:|--:|',
    ...packages.slice(0, packagesShown).map((cost) => {
      const { name, modules, selfMs } = cost;
      return `| ${name} | ${modules} | ${formatMs(selfMs)} | ${formatMs(cost.totalMs)} |`;
    }),
    `| no module's own | | ${formatMs(restMs)} | |`,
    '',
  ]);
}
