import { readdir } from 'node:fs/promises';
import { afterAll, expect, vi } from 'vitest';
import { readConfiguration } from '../../src/configuration.ts';
import { findEngine } from '../../src/engine/find-engine.ts';
import { ownerLabel } from '../../src/environment/labels.ts';
import { currentOwner, formatOwner } from '../../src/owner.ts';

/** The engine takes a container off its list first, then removes its volumes. */
const goneWithin = { timeout: 30_000, interval: 100 };

// A set-up file: after each test file nothing that its process made may be left. Registered before
// the file's own hooks, it runs after them.
afterAll(async () => {
  await vi.waitFor(async () => expect(await leftovers()).toEqual([]), goneWithin);
});

/** Names of containers, volumes and folders that this process made and that still exist. */
async function leftovers(): Promise<readonly string[]> {
  const configuration = readConfiguration();
  const owner = currentOwner();
  const labels = { [ownerLabel]: formatOwner(owner) };
  const engine = await findEngine(configuration.engine);
  try {
    const containers = await engine.listContainers(labels);
    const volumes = await engine.listVolumes(labels);
    const folders = await runFolders(configuration.runtimeDirectory);
    return [
      ...containers.map(({ id, state }) => `container ${id} (${state})`),
      ...volumes.map((volume) => `volume ${volume}`),
      ...folders.filter((name) => name.startsWith(`${owner.pid}-${owner.startTime}-`)),
    ];
  } finally {
    await engine.close();
  }
}

async function runFolders(directory: string): Promise<readonly string[]> {
  try {
    return await readdir(directory);
  } catch {
    return [];
  }
}
