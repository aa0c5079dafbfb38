import { type ImportRun, type LoadedModule, ownCode, probePrefix } from './import-run.ts';

interface Entry {
  readonly name: string;
  readonly selfMs: number;
  readonly totalMs: number;
  /** Its place in the list of whatever imported it. */
  parent: number | null;
}

const line = /^import time:\s+(\d+) \|\s+(\d+) \| ( *)(\S+)$/;

/**
 * What `-X importtime` says: what is imported stands before what imports it, two columns further
 * right. Where the probe could be brought in, it says how long the function's own module took.
 * @returns `null` where no Python has said anything
 */
export function readPythonImports(lines: readonly string[]): ImportRun | null {
  const start = lines.findIndex((text) => text.startsWith('START RequestId:'));
  const ofInit = start === -1 ? lines : lines.slice(0, start);
  const said = ofInit.find((text) => text.startsWith(probePrefix));
  const all = entriesOf(ofInit);
  const runtimes = all.findLastIndex(isRuntimes);
  if (runtimes === -1) return null;
  const entries = all.slice(runtimes + 1);
  const sum = entries
    .filter(({ parent }) => parent === null)
    .reduce((total, { totalMs }) => total + totalMs, 0);
  const totalMs = said === undefined ? sum : Number(said.slice(probePrefix.length)) / 1_000;
  // The function's own module comes first: it imported the others.
  const shift = said === undefined ? 0 : 1;
  const modules = entries.map(({ name, selfMs, parent }): LoadedModule => {
    const packageName = name.split('.', 1)[0] ?? name;
    const importer = parent === null ? null : parent - runtimes - 1 + shift;
    return { packageName, selfMs, parent: importer ?? (shift === 1 ? 0 : null) };
  });
  const own = { packageName: ownCode, parent: null, selfMs: Math.max(0, totalMs - sum) };
  return { modules: said === undefined ? modules : [own, ...modules], totalMs };
}

/** The runtime client imports its own things last before it imports the function. */
function isRuntimes({ name, parent }: Entry): boolean {
  return parent === null && /^(awslambdaric(\.|$)|lambox_import_probe$)/.test(name);
}

function entriesOf(lines: readonly string[]): readonly Entry[] {
  const entries: Entry[] = [];
  /** By depth, those whose importer is still to come. */
  const waiting = new Map<number, Entry[]>();
  for (const text of lines) {
    const [, selfUs, totalUs, indent = '', name] = line.exec(text) ?? [];
    if (name === undefined) continue;
    const depth = indent.length / 2;
    const place = entries.length;
    const entry = {
      name,
      selfMs: Number(selfUs) / 1_000,
      totalMs: Number(totalUs) / 1_000,
      parent: null,
    };
    for (const imported of waiting.get(depth + 1) ?? []) imported.parent = place;
    waiting.delete(depth + 1);
    waiting.set(depth, [...(waiting.get(depth) ?? []), entry]);
    entries.push(entry);
  }
  return entries;
}
