import { randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, rm, rmdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { LamboxError } from '../errors.ts';
import { currentOwner, formatOwner, isOwnerDead, parseOwner } from '../owner.ts';

/** When an entry was last put, and what it takes. */
export interface CodeUse {
  readonly sizeBytes: number;
  readonly lastUsedMs: number;
}

const lease = 'lease-';
const mark = 'removing-';
const record = 'used';

/** Of a removal that is under way: its dangerous part is the renaming of one folder. */
const waitMs = 5;
const waitsMax = 2_000;
/** Each needs another process that removes a folder in the very moment it was made. */
const triesMax = 1_000;

/**
 * Who uses which entries of the code store: `<cache>/code-uses/<sha256>/`, one file a use, called
 * by its owner. Who takes an entry says so first and looks for a removal then, who removes one
 * marks it first and looks for uses then: of two processes that do this at once one always sees
 * the other. What a dead process has left counts for nothing.
 */
export class CodeUses {
  readonly #folder: string;

  constructor(cacheDirectory: string) {
    this.#folder = join(cacheDirectory, 'code-uses');
  }

  /**
   * From now on nobody removes the entry; whether it is there must be looked at after this.
   * @returns what ends the use
   */
  async take(sha256: string): Promise<() => Promise<void>> {
    const file = await this.#write(sha256, lease);
    for (let waits = 0; await this.#hasLive(sha256, mark); waits += 1) {
      if (waits === waitsMax) throw stuck(join(this.#folder, sha256));
      await setTimeout(waitMs);
    }
    return () => rm(file, { force: true });
  }

  /** Notes that the entry was put just now. */
  async note(sha256: string, sizeBytes: number): Promise<void> {
    await writeFile(join(this.#folder, sha256, record), String(sizeBytes));
  }

  /** `null` for an entry that nobody has noted. */
  async read(sha256: string): Promise<CodeUse | null> {
    try {
      const file = join(this.#folder, sha256, record);
      const [text, { mtimeMs }] = await Promise.all([readFile(file, 'utf8'), stat(file)]);
      return { sizeBytes: Number(text), lastUsedMs: mtimeMs };
    } catch {
      return null;
    }
  }

  /** The entries that somebody has used, whether they are there or not. */
  list(): Promise<readonly string[]> {
    return readdir(this.#folder).catch(() => []);
  }

  isUsed(sha256: string): Promise<boolean> {
    return this.#hasLive(sha256, lease);
  }

  /**
   * Removes an entry by `remove`, which must be quick, unless somebody uses it.
   * @returns whether it did
   */
  async removeUnused(sha256: string, remove: () => Promise<void>): Promise<boolean> {
    const file = await this.#write(sha256, mark);
    try {
      if (await this.#hasLive(sha256, lease)) return false;
      await remove();
      await rm(join(this.#folder, sha256, record), { force: true });
      return true;
    } finally {
      await rm(file, { force: true });
      await this.#tidy(sha256);
    }
  }

  async #write(sha256: string, kind: string): Promise<string> {
    const folder = join(this.#folder, sha256);
    const owner = formatOwner(currentOwner()).replaceAll('/', '+');
    const file = join(folder, `${kind}${owner}+${randomBytes(6).toString('hex')}`);
    for (let tries = 1; ; tries += 1) {
      try {
        await mkdir(folder, { recursive: true });
        await writeFile(file, '');
        return file;
      } catch (error) {
        // Whoever removed the entry has tidied the folder away in between.
        const isGone = (error as NodeJS.ErrnoException).code === 'ENOENT';
        if (!isGone || tries === triesMax) throw error;
      }
    }
  }

  async #hasLive(sha256: string, kind: string): Promise<boolean> {
    const names = await this.#names(sha256);
    return names.some((name) => name.startsWith(kind) && !isDead(name.slice(kind.length)));
  }

  async #tidy(sha256: string): Promise<void> {
    const folder = join(this.#folder, sha256);
    for (const name of await this.#names(sha256)) {
      const owner = name.replace(/^[a-z]+-/, '');
      if (name !== record && isDead(owner)) await rm(join(folder, name), { force: true });
    }
    // It stays where somebody has begun to use the entry anew.
    await rmdir(folder).catch(() => undefined);
  }

  #names(sha256: string): Promise<string[]> {
    return readdir(join(this.#folder, sha256)).catch(() => []);
  }
}

/** @param name `<host>+<pid>+<start time>+<random>` */
function isDead(name: string): boolean {
  const owner = parseOwner(name.replace(/\+[^+]*$/, '').replaceAll('+', '/'));
  return owner !== null && isOwnerDead(owner);
}

function stuck(folder: string): LamboxError {
  return new LamboxError('StorageFailed', `another process does not end a removal in ${folder}`, {
    remedy: `End that process, or remove the file in ${folder} that begins with ${mark}.`,
    evidence: { folder },
  });
}
