import { readdirSync, readFileSync, realpathSync, type Stats, statSync } from 'node:fs';
import { join, sep } from 'node:path';

/**
 * A function's source, as far as inference looks into it: reading never throws, and a link that
 * leads out of it leads nowhere.
 */
export class SourceDirectory {
  readonly path: string;
  /** What the user calls it. */
  readonly name: string;

  constructor(path: string, name = path) {
    this.path = path;
    this.name = name;
  }

  isFile(name: string): boolean {
    return this.#stats(name)?.isFile() ?? false;
  }

  /** Whether the file may be executed by somebody; where it is decided by its mode alone. */
  isExecutable(name: string): boolean {
    const stats = this.#stats(name);
    return stats?.isFile() === true && (stats.mode & 0o111) !== 0;
  }

  /** `null` when there is no such file or it cannot be read. */
  read(name: string): string | null {
    try {
      const path = this.#resolve(name);
      return path === null ? null : readFileSync(path, 'utf8');
    } catch {
      return null;
    }
  }

  /** The names directly in the directory, sorted. */
  names(): readonly string[] {
    try {
      return readdirSync(this.path).sort();
    } catch {
      return [];
    }
  }

  /** A string member of `package.json`, else `null`. */
  packageMember(name: string): string | null {
    try {
      const member: unknown = JSON.parse(this.read('package.json') ?? '{}')[name];
      return typeof member === 'string' ? member : null;
    } catch {
      return null;
    }
  }
  #stats(name: string): Stats | null {
    const path = this.#resolve(name);
    return path === null ? null : (statSync(path, { throwIfNoEntry: false }) ?? null);
  }

  #resolve(name: string): string | null {
    try {
      const path = realpathSync(join(this.path, name));
      return path.startsWith(`${realpathSync(this.path)}${sep}`) ? path : null;
    } catch {
      return null;
    }
  }
}
