import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

export interface ProgramRun {
  /** `null` when a signal ended it. */
  readonly exitCode: number | null;
  /** The last lines of its standard error. */
  readonly lastLines: readonly string[];
}

export interface ProgramOptions {
  readonly arguments: readonly string[];
  /** Where its standard output goes. */
  readonly output: Writable;
  /** Told about each line of its standard error. */
  readonly onLine?: ((line: string) => void) | undefined;
}

const lastLinesMax = 20;

/**
 * Runs a program to its end.
 * @throws the system's error, `ENOENT` where there is no such program; the output's, when it fails
 */
export async function runProgram(program: string, options: ProgramOptions): Promise<ProgramRun> {
  const child = spawn(program, options.arguments, { stdio: ['ignore', 'pipe', 'pipe'] });
  await once(child, 'spawn');
  const exit = once(child, 'close');
  const lastLines: string[] = [];
  createInterface({ input: child.stderr }).on('line', (line) => {
    lastLines.push(line);
    if (lastLines.length > lastLinesMax) lastLines.shift();
    options.onLine?.(line);
  });
  try {
    await pipeline(child.stdout, options.output);
  } catch (error) {
    child.kill();
    throw error;
  }
  const [exitCode] = (await exit) as [number | null];
  return { exitCode, lastLines };
}
