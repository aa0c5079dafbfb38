import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, open, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { LamboxError } from '../../src/errors.ts';
import type { ServedFunction } from './served-function.ts';

export interface LamboxRunOptions {
  readonly name: string;
  readonly codeDirectory: string;
  readonly memorySizeMb: number;
}

const bin = join(import.meta.dirname, '../../bin/lambox.mjs');
const readyTimeoutMs = 60_000;
const saidCharactersMax = 2_000;

/** The product as its users start it: a process of its own, `lambox run`, its output in a file. */
export async function startLamboxRun(options: LamboxRunOptions): Promise<ServedFunction> {
  const folder = await mkdtemp(join(tmpdir(), 'lambox-benchmark-'));
  const outputFile = join(folder, 'output');
  const output = await open(outputFile, 'w');
  const flags = ['-p', '127.0.0.1::8080', '-m', `${options.memorySizeMb}m`, '--timeout', '30'];
  const child = spawn(process.execPath, [bin, 'run', ...flags, options.codeDirectory], {
    stdio: ['ignore', output.fd, output.fd],
  });
  const exited = once(child, 'exit');
  const end = async () => {
    child.kill('SIGTERM');
    await exited;
    await output.close();
    await rm(folder, { recursive: true });
  };
  const ended = new AbortController();
  void exited.then(() => ended.abort());
  try {
    const url = await untilReady(outputFile, ended.signal);
    return { name: options.name, url, end };
  } catch (error) {
    await end();
    throw error;
  }
}

/** The banner comes when init is done. */
async function untilReady(outputFile: string, ended: AbortSignal): Promise<string> {
  const deadlineMs = performance.now() + readyTimeoutMs;
  while (performance.now() < deadlineMs && !ended.aborted) {
    const url = /POST (http:\/\/[^/]+)\//.exec(await readFile(outputFile, 'utf8'))?.[1];
    if (url !== undefined) return url;
    await pause(50);
  }
  const said = (await readFile(outputFile, 'utf8')).slice(-saidCharactersMax);
  const why = ended.aborted ? 'it ended' : `nothing in ${readyTimeoutMs} ms`;
  throw new LamboxError('EnvironmentFailed', `lambox run did not get ready: ${why}\n${said}`);
}
