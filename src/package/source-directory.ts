import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** A function's source, as far as inference looks into it: reading never throws. */
export class SourceDirectory {
  readonly path: string;

  constructor(path: string) {
    this.path = path;
  }

  isFile(name: string): boolean {
    return statSync(join(this.path, name), { throwIfNoEntry: false })?.isFile() ?? false;
  }

  /** Whether the file may be executed by somebody; where it is decided by its mode alone. */
  isExecutable(name: string): boolean {
    const stats = statSync(join(this.path, name), { throwIfNoEntry: false });
    return stats?.isFile() === true && (stats.mode & 0o111) !== 0;
  }

  /** `null` when there is no such file or it cannot be read. */
  read(name: string): string | null {
    try {
      return readFileSync(join(this.path, name), 'utf8');
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
}
