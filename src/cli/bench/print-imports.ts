import { formatMs } from '../../benchmark/figure-text.ts';
import type { ImportCosts } from '../../benchmark/imports/import-costs.ts';
import { packagesShown } from '../../benchmark/imports/imports-markdown.ts';
import type { Paint } from '../paint.ts';

const nameColumns = 46;
const figureColumns = 10;

/** Each function's dearest packages, for a terminal. */
export function formatImports(imports: readonly ImportCosts[], paint: Paint): string {
  const line = (name: string, figures: readonly string[]) =>
    name.padEnd(nameColumns) + figures.map((text) => text.padStart(figureColumns)).join('');
  return imports
    .flatMap(({ contender, runs, totalMs, restMs, packages }) => [
      '',
      paint.bold(`imports of ${contender}`.padEnd(nameColumns)) +
        paint.dim(line('', ['modules', 'own', 'with its']).slice(nameColumns)),
      ...packages.slice(0, packagesShown).map((cost) => {
        const { name, modules, selfMs } = cost;
        return line(name, [String(modules), formatMs(selfMs), formatMs(cost.totalMs)]);
      }),
      paint.dim(line("no module's own", ['', formatMs(restMs)])),
      paint.dim(
        `${formatMs(totalMs)} ms in all; medians of ${runs} cold starts of their own; ` +
          'watching takes time too',
      ),
    ])
    .map((text) => `${text}\n`)
    .join('');
}
