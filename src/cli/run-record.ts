import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { currentOwner, formatOwner, isOwnerDead, parseOwner } from '../environment/owner.ts';
import { LamboxError } from '../errors.ts';

/** A `lambox run` that goes on, as `lambox stop` finds it. */
export interface RunRecord {
  readonly name: string;
  /** Host, process and its start time. */
  readonly owner: string;
  readonly url: string;
  readonly functionName: string;
}

/** A run's name, taken; disposing gives it back. */
export interface ClaimedName extends AsyncDisposable {
  readonly name: string;
}

const namePattern = /^[a-zA-Z0-9][a-zA-Z0-9_.-]*$/;

/**
 * Takes the name for this process. The record of a process that no longer runs is replaced.
 * @throws LamboxError `InvalidOption` when another run has it
 */
export async function claimRunName(
  directory: string,
  record: Omit<RunRecord, 'owner'>,
): Promise<ClaimedName> {
  const { name } = record;
  const file = recordFile(directory, name);
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
  const text = JSON.stringify({ ...record, owner: formatOwner(currentOwner()) });
  try {
    await writeFile(file, text, { flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    const other = await findRun(directory, name);
    if (other !== null) throw nameInUse(other);
    await writeFile(file, text);
  }
  return { name, [Symbol.asyncDispose]: () => rm(file, { force: true }) };
}

/** `null` when no such run goes on; a stale record is removed. */
export async function findRun(directory: string, name: string): Promise<RunRecord | null> {
  if (!namePattern.test(name)) return null;
  const file = recordFile(directory, name);
  const record = await readFile(file, 'utf8').then(parseRecord, () => null);
  const owner = record === null ? null : parseOwner(record.owner);
  if (owner !== null && !isOwnerDead(owner)) return record;
  await rm(file, { force: true });
  return null;
}

/** The runs that go on, by name. */
export async function listRuns(directory: string): Promise<readonly RunRecord[]> {
  const files = await readdir(runsDirectory(directory)).catch(() => []);
  const names = files.filter((file) => file.endsWith('.json')).map((file) => file.slice(0, -5));
  const found = await Promise.all(names.sort().map((name) => findRun(directory, name)));
  return found.filter((record) => record !== null);
}

/** Where records and the logs of detached runs are, below the runtime directory. */
export function runsDirectory(directory: string): string {
  return path.join(directory, 'runs');
}

function recordFile(directory: string, name: string): string {
  if (namePattern.test(name)) return path.join(runsDirectory(directory), `${name}.json`);
  throw new LamboxError('InvalidOption', `--name ${JSON.stringify(name)} is not a name`, {
    remedy: 'Begin with a letter or digit, go on with letters, digits, _ . and -.',
  });
}

/** `null` for what is not a record: a run that is writing it, or a foreign file. */
function parseRecord(text: string): RunRecord | null {
  try {
    const record = JSON.parse(text) as RunRecord;
    return typeof record.owner === 'string' && typeof record.name === 'string' ? record : null;
  } catch {
    return null;
  }
}

function nameInUse({ name, url }: RunRecord): LamboxError {
  return new LamboxError('InvalidOption', `a run named ${name} goes on at ${url}`, {
    remedy: `Choose another --name, or end it with lambox stop ${name}.`,
  });
}
