import { type ImportRun, ownCode, probePrefix } from './import-run.ts';

/** As images/import-probe/node.mjs says it: path, who asked for it first, its own time. */
type Row = readonly [id: string, importer: string | null, selfMs: number];

/** @returns `null` where no Node.js has said anything */
export function readNodeImports(lines: readonly string[]): ImportRun | null {
  const said = lines
    .filter((line) => line.startsWith(`${probePrefix}[`) || line.startsWith(`${probePrefix}{`))
    .map((line): unknown => JSON.parse(line.slice(probePrefix.length)));
  const end = said.find((part): part is { totalMs: number } => !Array.isArray(part));
  if (end === undefined) return null;
  const rows = said.filter((part): part is readonly Row[] => Array.isArray(part)).flat();
  const importers = new Map(rows.map(([id, importer]) => [id, importer]));
  const own = rows.filter(([id]) => !isRuntimes(id, importers));
  const places = new Map(own.map(([id], place) => [id, place]));
  const modules = own.map(([id, importer, selfMs]) => ({
    packageName: packageOf(id),
    parent: importer === null ? null : (places.get(importer) ?? null),
    // Two modules that wait at the same time can take from each other.
    selfMs: Math.max(0, selfMs),
  }));
  return { modules, totalMs: end.totalMs };
}

const runtimeFile = /^\/var\/runtime\/(?!node_modules\/)|\/node_modules\/aws-lambda-ric\//;

/** The runtime client, what of Node.js it needs, and what it brings along in an image. */
function isRuntimes(id: string, importers: ReadonlyMap<string, string | null>): boolean {
  const seen = new Set<string>();
  for (let at = id; !seen.has(at); ) {
    if (runtimeFile.test(at)) return true;
    seen.add(at);
    const importer = importers.get(at) ?? null;
    if (importer === null) return at.startsWith('node:');
    const isHandler = runtimeFile.test(importer) && !bringsAlong(importer, at);
    if (isHandler) return false;
    at = importer;
  }
  return false;
}

/** On Lambda's own path the client comes alone: even a packaged module is then the handler. */
function bringsAlong(client: string, id: string): boolean {
  if (id.startsWith('node:') || runtimeFile.test(id)) return true;
  return !client.startsWith('/var/runtime/') && id.includes('/node_modules/');
}

const packagePath = /^.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//;

function packageOf(id: string): string {
  if (id.startsWith('node:')) return id;
  return packagePath.exec(id)?.[1] ?? ownCode;
}
