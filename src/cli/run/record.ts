import { randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { runFolderName } from '../../environment/leftovers.ts';
import { LamboxError } from '../../errors.ts';
import { currentOwner, formatOwner, isOwnerDead, parseOwner } from '../../owner.ts';

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
  /** Where a detached run's output is now; `null` where nobody asked for a file. */
  readonly log: string | null;
}

export interface NameClaim extends Omit<RunRecord, 'owner'> {
  /** A file that the process writes its output to; it moves into the run's folder. */
  readonly log: string | null;
}

const namePattern = /^[a-zA-Z0-9][a-zA-Z0-9_.-]*$/;
const recordName = 'run.json';
/** How long one that gives way may take. */
const looksMax = 10;
const lookAgainMs = 20;

/**
 * A folder of this process below the runtime directory. It is named after its owner, so that the
 * next sandbox removes it when the process was killed.
 */
export async function createOwnFolder(directory: string): Promise<string> {
  const folder = path.join(
    directory,
    runFolderName(currentOwner(), randomBytes(4).toString('hex')),
  );
  await mkdir(folder, { recursive: true, mode: 0o700 });
  return folder;
}

/**
 * Takes the name for this process.
 * @throws LamboxError `InvalidOption` when another run has it
 */
export async function claimRunName(directory: string, claim: NameClaim): Promise<ClaimedName> {
  const { log, ...members } = claim;
  if (!namePattern.test(claim.name)) throw notName(claim.name);
  const other = await findRun(directory, claim.name);
  if (other !== null) throw nameInUse(other);
  const folder = await createOwnFolder(directory);
  const remove = () => rm(folder, { recursive: true, force: true });
  const record = { ...members, owner: formatOwner(currentOwner()) };
  await writeFile(path.join(folder, recordName), JSON.stringify(record));
  const rival = await findRival(directory, claim.name, folder);
  if (rival !== null) {
    await remove();
    throw nameInUse(rival);
  }
  const ownLog = log === null ? null : path.join(folder, 'output.log');
  if (log !== null && ownLog !== null) await rename(log, ownLog);
  return { name: claim.name, log: ownLog, [Symbol.asyncDispose]: remove };
}

/**
 * Whoever else has written the name down, seen after we have. Of two that claim it in the same
 * moment each sees the other or is seen, so never do both keep it; the first by folder waits a
 * little for the other to give way, so that one does.
 */
async function findRival(
  directory: string,
  name: string,
  folder: string,
): Promise<RunRecord | null> {
  for (let look = 1; ; look += 1) {
    const found = await findRuns(directory, name);
    const rival = found.find((run) => run.folder !== folder);
    if (rival === undefined) return null;
    if (rival.folder < folder || look === looksMax) return rival.record;
    await pause(lookAgainMs);
  }
}

/** `null` when no run of that name goes on. */
export async function findRun(directory: string, name: string): Promise<RunRecord | null> {
  const [found] = await findRuns(directory, name);
  return found?.record ?? null;
}

/** The runs that go on, by name. */
export async function listRuns(directory: string): Promise<readonly RunRecord[]> {
  const found = await findRuns(directory, null);
  return found.map(({ record }) => record).toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

interface FoundRun {
  readonly folder: string;
  readonly record: RunRecord;
}

/** By folder. What is left of a dead process is not found, and is removed by the next sandbox. */
async function findRuns(directory: string, name: string | null): Promise<readonly FoundRun[]> {
  const folders = await readdir(directory).catch((): string[] => []);
  const found = await Promise.all(
    folders.toSorted().map(async (folderName) => {
      const folder = path.join(directory, folderName);
      const record = await readRecord(folder);
      return record === null ? null : { folder, record };
    }),
  );
  return found
    .filter((run) => run !== null)
    .filter(({ record }) => name === null || record.name === name);
}

/** `null` for what is no record, or no longer one. */
async function readRecord(folder: string): Promise<RunRecord | null> {
  try {
    const record = JSON.parse(await readFile(path.join(folder, recordName), 'utf8')) as RunRecord;
    const owner = parseOwner(record.owner);
    return owner === null || isOwnerDead(owner) ? null : record;
  } catch {
    return null;
  }
}

function notName(name: string): LamboxError {
  return new LamboxError('InvalidOption', `--name ${JSON.stringify(name)} is not a name`, {
    remedy: 'Begin with a letter or digit, go on with letters, digits, _ . and -.',
  });
}

function nameInUse({ name, url }: RunRecord): LamboxError {
  return new LamboxError('InvalidOption', `a run named ${name} goes on at ${url}`, {
    remedy: `Choose another --name, or end it with lambox stop ${name}.`,
  });
}
