import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { buffer } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

/** The built command's. */
export const commandFile = fileURLToPath(new URL('../../bin/lambox.mjs', import.meta.url));

export interface CommandOptions {
  readonly input?: string | Uint8Array;
  readonly variables?: Readonly<Record<string, string>>;
  /** The working directory. */
  readonly directory?: string;
}

export interface CommandResult {
  readonly pid: number;
  /** `null` when a signal ended it. */
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the built command, as a user does, to its end. */
export async function lambox(
  words: readonly string[],
  options: CommandOptions = {},
): Promise<CommandResult> {
  return runProgram(process.execPath, ['--', commandFile, ...words], options);
}

export async function runProgram(
  program: string,
  words: readonly string[],
  { input = '', variables = {}, directory }: CommandOptions = {},
): Promise<CommandResult> {
  const child = spawn(program, words, {
    env: { ...process.env, ...variables },
    ...(directory !== undefined && { cwd: directory }),
  });
  child.stdin.on('error', () => {});
  child.stdin.end(input);
  const [[exitCode], stdout, stderr] = await Promise.all([
    once(child, 'close'),
    buffer(child.stdout),
    buffer(child.stderr),
  ]);
  const texts = { stdout: stdout.toString(), stderr: stderr.toString() };
  return { pid: child.pid ?? 0, exitCode, ...texts };
}

/** A command that goes on. Disposing it kills it if it still runs. */
export class RunningCommand implements AsyncDisposable {
  readonly process: ChildProcess;
  /** Resolves with the exit code, `null` when a signal ended it. */
  readonly ended: Promise<number | null>;
  #said = '';
  /** Its streams have ended, too: what it wrote last has come. */
  #closed = false;
  readonly #waiting = new Set<() => void>();

  constructor(words: readonly string[], { variables = {}, directory }: CommandOptions = {}) {
    this.process = spawn(process.execPath, ['--', commandFile, ...words], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...variables },
      ...(directory !== undefined && { cwd: directory }),
    });
    for (const stream of [this.process.stdout, this.process.stderr]) {
      stream?.on('data', (chunk: Buffer) => {
        this.#said += chunk.toString();
        for (const check of [...this.#waiting]) check();
      });
    }
    this.ended = once(this.process, 'close').then(([code]) => code as number | null);
    this.ended.finally(() => {
      this.#closed = true;
      for (const check of [...this.#waiting]) check();
    });
  }

  /** What it has written so far. */
  get output(): string {
    return this.#said;
  }

  /** Resolves with the match once its output has it; rejects when it ends before. */
  said(pattern: RegExp): Promise<RegExpExecArray> {
    return new Promise((resolve, reject) => {
      const check = () => {
        const match = pattern.exec(this.#said);
        if (match === null && !this.#closed) return;
        this.#waiting.delete(check);
        if (match === null) reject(new Error(`ended before ${pattern}:\n${this.#said}`));
        else resolve(match);
      };
      this.#waiting.add(check);
      check();
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.process.exitCode === null) this.process.kill('SIGTERM');
    await this.ended;
  }
}

/** `lambox run` on a free port of this machine; `url` is where its function answers. */
export async function startRun(
  words: readonly string[],
  options: CommandOptions = {},
): Promise<{ readonly command: RunningCommand; readonly url: string; readonly origin: string }> {
  const command = new RunningCommand(['run', '-p', '127.0.0.1::8080', ...words], options);
  const [, origin = ''] = await command.said(/POST (http:\/\/[^/\s]+)\/2015[\s\S]*ends it/);
  return { command, origin, url: `${origin}/2015-03-31/functions/function/invocations` };
}
