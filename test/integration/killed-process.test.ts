import { readdir } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { readConfiguration } from '../../src/configuration.ts';
import type { ContainerEngine, Labels } from '../../src/engine/container-engine.ts';
import { findEngine } from '../../src/engine/find-engine.ts';
import { environmentLabel, runLabel } from '../../src/environment/labels.ts';
import { createSandbox } from '../../src/sandbox.ts';
import {
  type KillableSandbox,
  type KillMoment,
  killMoments,
  startKillableSandbox,
} from '../support/killed-sandbox.ts';
import { loopFilesOf } from '../support/loop-files.ts';

/** On a quiet machine nothing is left after some hundred milliseconds: see `test/cost/`. */
const patience = { timeout: 60_000, interval: 50 };

let engine: ContainerEngine;
let killable: KillableSandbox | null = null;

beforeAll(async () => {
  engine = await findEngine(readConfiguration().engine);
});

afterEach(() => {
  killable?.kill();
});

afterAll(async () => {
  await engine.close();
});

describe('after kill -9 of a process that uses Lambox nothing of its run is left', () => {
  it.each(killMoments)('at the moment: %s', async (moment) => {
    const { owner, keeperId } = await killAt(moment);
    await untilNothingIsLeft(owner);
    await vi.waitFor(async () => {
      expect(await engine.listVolumes(owner)).toEqual([]);
      expect(await loopFilesOf(keeperId)).toEqual([]);
    }, patience);
  });
});

it('the next sandbox removes what stayed: the folder, a container that never started', async () => {
  const { owner, container, pid } = await killAt('frozen');
  await untilNothingIsLeft(owner);
  await engine.createContainer({
    image: container.image,
    entryPoint: ['/bin/true'],
    labels: { [runLabel]: 'leftover', ...owner },
    networkMode: 'none',
  });
  expect(await engine.listContainers(owner)).toHaveLength(1);
  await (await createSandbox())[Symbol.asyncDispose]();
  expect(await engine.listContainers(owner)).toEqual([]);
  expect(await runFolders(pid)).toEqual([]);
});

/** Kills the program at that moment, when it has a container and a keeper with devices. */
async function killAt(
  moment: KillMoment,
): Promise<KillableSandbox & { readonly keeperId: string }> {
  killable = await startKillableSandbox(engine, moment);
  const keeperId = await keeperOf(killable.owner);
  killable.kill();
  return { ...killable, keeperId };
}

/** The container beside the environments': what is mounted is held by it no longer. */
async function keeperOf(owner: Labels): Promise<string> {
  const containers = await engine.listContainers(owner);
  const keeper = containers.find(({ labels }) => labels[environmentLabel] === undefined);
  if (keeper === undefined) return expect.fail('no keeper');
  await vi.waitFor(async () => expect(await loopFilesOf(keeper.id)).not.toEqual([]), patience);
  return keeper.id;
}

async function untilNothingIsLeft(owner: Labels): Promise<void> {
  await vi.waitFor(async () => expect(await engine.listContainers(owner)).toEqual([]), patience);
}

/** Folders of runs of the killed process. */
async function runFolders(pid: number): Promise<readonly string[]> {
  const names = await readdir(readConfiguration().runtimeDirectory).catch(() => []);
  return names.filter((name) => name.startsWith(`${pid}-`));
}
