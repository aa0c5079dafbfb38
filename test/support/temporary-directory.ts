import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A directory of a test's own, removed at the end of its scope. */
export class TemporaryDirectory implements Disposable {
  #path: string | null = null;

  /** Made at its first use: a suite that is skipped runs its body, but never its `afterAll`. */
  get path(): string {
    this.#path ??= realpathSync(mkdtempSync(join(tmpdir(), 'lambox test ü-')));
    return this.#path;
  }

  /** Writes files by relative path, with the folders they need. */
  write(files: Readonly<Record<string, string | Uint8Array>>): void {
    for (const [name, content] of Object.entries(files)) {
      const path = join(this.path, name);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, content);
    }
  }

  join(...names: readonly string[]): string {
    return join(this.path, ...names);
  }

  [Symbol.dispose](): void {
    if (this.#path !== null) rmSync(this.#path, { recursive: true, force: true });
  }
}
