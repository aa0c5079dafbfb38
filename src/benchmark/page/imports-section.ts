import { formatMs } from '../figure-text.ts';
import type { ImportCosts } from '../imports/import-costs.ts';
import { packagesShown } from '../imports/imports-markdown.ts';
import { htmlTable } from './html-table.ts';
import { section } from './section.ts';

/** The dearest packages of each function whose imports were asked for. */
export function importsSection(imports: readonly ImportCosts[]): string {
  if (imports.length === 0) return '';
  const groups = imports.map(({ contender, runs, totalMs, restMs, packages }) => ({
    title: `${contender}: ${formatMs(totalMs)} ms in all, medians of ${runs} cold starts`,
    rows: [
      ...packages.slice(0, packagesShown).map((cost) => {
        const { name, modules, selfMs } = cost;
        return [name, String(modules), formatMs(selfMs), formatMs(cost.totalMs)];
      }),
      ["no module's own", '', formatMs(restMs), ''],
    ],
  }));
  const head = { texts: ['package'], numbers: ['modules', 'own, ms', 'with what it imports'] };
  const note =
    'Own is found, read, compiled and run. Who asks for a package first has it in its total; who ' +
    'asks later finds it there.';
  return section('The dearest imports', note, htmlTable('The dearest imports', head, groups));
}
