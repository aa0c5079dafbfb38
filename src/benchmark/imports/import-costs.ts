import { median } from '../statistics/percentile.ts';
import type { ImportRun } from './import-run.ts';

/** What a package's modules cost, all of them together; medians of the runs, in milliseconds. */
export interface PackageCost {
  readonly name: string;
  readonly modules: number;
  readonly selfMs: number;
  /** With all that they asked for first. */
  readonly totalMs: number;
}

/** A package at a place in the tree of who asked for whom first, in the run in the middle. */
export interface ImportNode {
  readonly name: string;
  readonly selfMs: number;
  readonly totalMs: number;
  readonly children: readonly ImportNode[];
}

/** What a function's init spends on its modules. */
export interface ImportCosts {
  readonly contender: string;
  readonly runs: number;
  /** The whole part of init that is the function's; a median. */
  readonly totalMs: number;
  /** What of it no module has for its own: ES modules are linked all at once, timers waited for. */
  readonly restMs: number;
  /** The dearest by their own time first. */
  readonly packages: readonly PackageCost[];
  readonly tree: readonly ImportNode[];
}

/** @param runs at least one */
export function importCosts(contender: string, runs: readonly ImportRun[]): ImportCosts {
  const measured = runs.map((run) => ({ run, tree: packageTree(run) }));
  const sums = measured.map(({ tree }) => packageSums(tree));
  const names = new Set(sums.flatMap((sum) => [...sum.keys()]));
  const packages = [...names].map((name): PackageCost => {
    const of = (figure: 'modules' | 'selfMs' | 'totalMs') =>
      rounded(median(sums.map((sum) => sum.get(name)?.[figure] ?? 0)));
    return { name, modules: of('modules'), selfMs: of('selfMs'), totalMs: of('totalMs') };
  });
  const sorted = measured.toSorted((a, b) => a.run.totalMs - b.run.totalMs);
  return {
    contender,
    runs: runs.length,
    totalMs: rounded(median(runs.map(({ totalMs }) => totalMs))),
    restMs: rounded(median(runs.map(restOf))),
    packages: packages.toSorted((a, b) => b.selfMs - a.selfMs),
    tree: sorted[Math.floor((sorted.length - 1) / 2)]?.tree.map(withoutCounts) ?? [],
  };
}

function restOf({ modules, totalMs }: ImportRun): number {
  return Math.max(0, totalMs - modules.reduce((sum, { selfMs }) => sum + selfMs, 0));
}

interface CountedNode extends ImportNode {
  readonly modules: number;
  readonly children: readonly CountedNode[];
}

/** Modules of one package that ask for each other are one node. */
function packageTree({ modules }: ImportRun): readonly CountedNode[] {
  const childrenOf = Map.groupBy(modules.keys(), (place) => modules[place]?.parent ?? null);
  const nodesUnder = (places: readonly number[]): readonly CountedNode[] => {
    const byName = Map.groupBy(places, (place) => modules[place]?.packageName ?? '');
    return [...byName].map(([name, own]) => {
      const all = withSamePackage(name, own);
      const selfMs = all.reduce((sum, place) => sum + (modules[place]?.selfMs ?? 0), 0);
      const asked = all.flatMap((place) => childrenOf.get(place) ?? []);
      const children = nodesUnder(asked.filter((place) => modules[place]?.packageName !== name));
      const totalMs = children.reduce((sum, child) => sum + child.totalMs, selfMs);
      return { name, modules: all.length, selfMs, totalMs, children };
    });
  };
  const withSamePackage = (name: string, places: readonly number[]): readonly number[] =>
    places.flatMap((place) => {
      const asked = childrenOf.get(place) ?? [];
      const same = asked.filter((other) => modules[other]?.packageName === name);
      return [place, ...withSamePackage(name, same)];
    });
  const roots = nodesUnder(childrenOf.get(null) ?? []);
  return roots.toSorted((a, b) => b.totalMs - a.totalMs);
}

type PackageSum = Omit<PackageCost, 'name'>;

/** A package that stands below itself counts once in its total. */
function packageSums(tree: readonly CountedNode[]): ReadonlyMap<string, PackageSum> {
  const sums = new Map<string, PackageSum>();
  const visit = (node: CountedNode, above: ReadonlySet<string>) => {
    const { name, modules, selfMs, totalMs, children } = node;
    const sum = sums.get(name) ?? { modules: 0, selfMs: 0, totalMs: 0 };
    sums.set(name, {
      modules: sum.modules + modules,
      selfMs: sum.selfMs + selfMs,
      totalMs: sum.totalMs + (above.has(name) ? 0 : totalMs),
    });
    const path = new Set([...above, name]);
    for (const child of children) visit(child, path);
  };
  for (const root of tree) visit(root, new Set());
  return sums;
}

function withoutCounts({ name, selfMs, totalMs, children }: CountedNode): ImportNode {
  const own = { name, selfMs: rounded(selfMs), totalMs: rounded(totalMs) };
  return { ...own, children: children.map(withoutCounts) };
}

/** To microseconds: the clocks' further digits are none. */
function rounded(ms: number): number {
  return Math.round(ms * 1_000) / 1_000;
}
