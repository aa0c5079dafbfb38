import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { expect } from 'vitest';
import type { ContainerEngine, ContainerSummary } from '../../src/engine/container-engine.ts';
import { environmentLabel, ownerLabel } from '../../src/environment/labels.ts';

const program = path.join(import.meta.dirname, 'killable-sandbox.mjs');

/** Where it can be killed: while init runs, while an event runs, when it is frozen. */
export const killMoments = ['init', 'event', 'frozen'] as const;
export type KillMoment = (typeof killMoments)[number];

/** A process that uses Lambox, at one of these moments. */
export interface KillableSandbox {
  readonly pid: number;
  /** Of its environment. */
  readonly container: ContainerSummary;
  readonly owner: Readonly<Record<string, string>>;
  /** As `kill -9` does. */
  kill(): void;
}

/** Starts one in a process of its own and waits until it is there. */
export async function startKillableSandbox(
  engine: ContainerEngine,
  moment: KillMoment,
): Promise<KillableSandbox> {
  const child = spawn(process.execPath, [program, moment], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const kill = () => void child.kill('SIGKILL');
  try {
    const pid = await untilThere(child);
    const containers = await engine.listContainers({ [environmentLabel]: '' });
    const container = containers.find(({ labels }) => ownerPid(labels) === String(pid));
    if (container === undefined) return expect.fail('no container');
    return { pid, container, owner: { [ownerLabel]: container.labels[ownerLabel] ?? '' }, kill };
  } catch (error) {
    kill();
    throw error;
  }
}

async function untilThere(child: ChildProcess): Promise<number> {
  const { stdout, pid } = child;
  if (stdout === null || pid === undefined) return expect.fail('the program did not start');
  const there = once(stdout, 'data');
  const ended = once(child, 'exit').then(() => expect.fail('the program ended by itself'));
  ended.catch(() => undefined);
  expect(String((await Promise.race([there, ended]))[0])).toBe('there\n');
  return pid;
}

function ownerPid(labels: ContainerSummary['labels']): string | undefined {
  return labels[ownerLabel]?.split('/')[1];
}
