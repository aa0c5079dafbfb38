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
  try {
    const url = await Promise.race([
      untilReady(outputFile),
      exited.then(() => Promise.reject(neverReady('it ended', outputFile))),
    ]);
    return { name: options.name, url, end };
  } catch (error) {
    await end();
    throw error;
  }
}

/** The banner comes when init is done. */
async function untilReady(outputFile: string): Promise<string> {
  const deadlineMs = performance.now() + readyTimeoutMs;
  while (performance.now() < deadlineMs) {
    const url = /POST (http:\/\/[^/]+)\//.exec(await readFile(outputFile, 'utf8'))?.[1];
    if (url !== undefined) return url;
    await pause(50);
  }
  throw neverReady(`nothing in ${readyTimeoutMs} ms`, outputFile);
}

async function neverReady(why: string, outputFile: string): Promise<never> {
  const said = await readFile(outputFile, 'utf8');
  throw new LamboxError('EnvironmentFailed', `lambox run did not get ready: ${why}\n${said}`);
}
