import type { ImportCosts, ImportNode } from '../../src/benchmark/imports/import-costs.ts';

/** Twelve packages, one below the other, each cheaper than the one above. */
export function testImports(): ImportCosts {
  const names = Array.from({ length: 12 }, (_, place) => `p${place}`);
  const tree = names.reduceRight<readonly ImportNode[]>((children, name, place) => {
    const selfMs = 120 - place;
    const totalMs = children.reduce((sum, child) => sum + child.totalMs, selfMs);
    return [{ name, selfMs, totalMs, children }];
  }, []);
  const packages = names.map((name, place) => {
    return { name, modules: 1, selfMs: 120 - place, totalMs: 1_320 - 100 * place };
  });
  const contender = 'app at 128 MB';
  return { contender, runs: 5, totalMs: 1_400, restMs: 7.5, packages, tree };
}
