import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { readConfiguration } from '../../src/configuration.ts';
import type { ContainerEngine, Labels } from '../../src/engine/container-engine.ts';
import { findEngine } from '../../src/engine/find-engine.ts';
import { environmentLabel, ownerLabel, runLabel } from '../../src/environment/labels.ts';
import { createSandbox } from '../../src/sandbox.ts';
import { loopFilesOf } from '../support/loop-files.ts';

const program = path.resolve(import.meta.dirname, '../support/killable-sandbox.ts');
/** On a quiet machine nothing is left after some hundred milliseconds. */
const patience = { timeout: 60_000, interval: 50 };

let engine: ContainerEngine;
let child: ChildProcess | null = null;

beforeAll(async () => {
  engine = await findEngine(readConfiguration().engine);
});

afterEach(() => {
  child?.kill('SIGKILL');
});

afterAll(async () => {
  await engine.close();
});

describe('after kill -9 of a process that uses Lambox nothing of its run is left', () => {
  it.each(['init', 'event', 'frozen'])('at the moment: %s', async (moment) => {
    const { owner, keeperId } = await killAt(moment);
    await untilNothingIsLeft(owner);
    await vi.waitFor(async () => {
      expect(await engine.listVolumes(owner)).toEqual([]);
      expect(await loopFilesOf(keeperId)).toEqual([]);
    }, patience);
  });
});

it('the next sandbox removes what stayed: the folder, a container that never started', async () => {
  const { owner, image } = await killAt('frozen');
  await untilNothingIsLeft(owner);
  await engine.createContainer({
    image,
    entryPoint: ['/bin/true'],
    labels: { [runLabel]: 'leftover', ...owner },
    networkMode: 'none',
  });
  expect(await engine.listContainers(owner)).toHaveLength(1);
  await (await createSandbox())[Symbol.asyncDispose]();
  expect(await engine.listContainers(owner)).toEqual([]);
  expect(await runFolders()).toEqual([]);
});

/** Kills the program at that moment, when it has a container, and says of it what finds it. */
async function killAt(moment: string): Promise<{ owner: Labels; image: string; keeperId: string }> {
  const pid = await processAt(moment);
  const containers = await engine.listContainers({ [environmentLabel]: '' });
  const container = containers.find(({ labels }) => ownerPid(labels) === String(pid));
  if (container === undefined) return expect.fail('no container');
  const owner = { [ownerLabel]: container.labels[ownerLabel] ?? '' };
  const keeperId = await keeperOf(owner);
  child?.kill('SIGKILL');
  return { owner, image: container.image, keeperId };
}

/** The container beside the environments': what is mounted is held by it no longer. */
async function keeperOf(owner: Labels): Promise<string> {
  const containers = await engine.listContainers(owner);
  const keeper = containers.find(({ labels }) => labels[environmentLabel] === undefined);
  if (keeper === undefined) return expect.fail('no keeper');
  await vi.waitFor(async () => expect(await loopFilesOf(keeper.id)).not.toEqual([]), patience);
  return keeper.id;
}

function ownerPid(labels: Labels): string | undefined {
  return labels[ownerLabel]?.split('/')[1];
}

/** Starts the program, waits until it is there, and gives its process id. */
async function processAt(moment: string): Promise<number> {
  child = spawn(process.execPath, [program, moment], { stdio: ['ignore', 'pipe', 'inherit'] });
  const { stdout, pid } = child;
  if (stdout === null || pid === undefined) return expect.fail('the program did not start');
  const there = once(stdout, 'data');
  const ended = once(child, 'exit').then(() => expect.fail('the program ended by itself'));
  ended.catch(() => undefined);
  expect(String((await Promise.race([there, ended]))[0])).toBe('there\n');
  return pid;
}

async function untilNothingIsLeft(owner: Labels): Promise<void> {
  await vi.waitFor(async () => expect(await engine.listContainers(owner)).toEqual([]), patience);
}

/** Folders of runs of the killed process. */
async function runFolders(): Promise<readonly string[]> {
  const names = await readdir(readConfiguration().runtimeDirectory).catch(() => []);
  return names.filter((name) => name.startsWith(`${child?.pid}-`));
}
