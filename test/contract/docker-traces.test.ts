import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { ContainerEngine, ContainerSpec } from '../../src/engine/container-engine.ts';
import { openDocker } from '../support/open-docker.ts';
import { importProbeImage } from '../support/probe-image.ts';

const pollMs = 20;

describe('Docker keeps no trace of a container', () => {
  const owner = `contract-${randomUUID()}`;
  const labels = { 'dev.lambox.owner': owner };
  const image = `lambox-contract/traces:${owner}`;
  let engine: ContainerEngine;
  beforeAll(async () => {
    engine = await openDocker();
    await importProbeImage(engine, image, labels, ['VOLUME /data']);
  });
  afterAll(async () => {
    const left = await engine.listContainers(labels);
    await engine.removeImage(image);
    await engine.close();
    expect(left).toEqual([]);
  });
  const create = (words: readonly string[], spec: Partial<ContainerSpec> = {}) =>
    engine.createContainer({
      image,
      entryPoint: ['/probe'],
      command: words,
      labels,
      networkMode: 'none',
      openStdin: true,
      ...spec,
    });
  const gone = async () => {
    while ((await engine.listContainers(labels)).length > 0) {
      await delay(pollMs);
    }
  };

  it.each([true, false])('whose image has a volume (removed by itself: %s)', async (autoRemove) => {
    const id = await create(['read', '/proc/self/mountinfo'], { autoRemove });
    const { stream, stderr } = await engine.attachContainer(id);
    stderr.resume();
    await engine.startContainer(id);
    let mounts = '';
    for await (const chunk of stream) {
      mounts += String(chunk);
    }
    const [, volume = ''] = /\/volumes\/(\w+)\/_data \/data /.exec(mounts) ?? [];
    expect(volume).toMatch(/^[0-9a-f]{64}$/);
    if (!autoRemove) {
      expect(await engine.listVolumes({})).toContain(volume);
      await engine.removeContainer(id);
    }
    await gone();
    // Docker takes the container off its list first, then removes the volume.
    await vi.waitFor(async () => {
      expect(await engine.listVolumes({})).not.toContain(volume);
    }, 60_000);
  });

  it('whose client was killed with SIGKILL', async () => {
    const script = path.resolve(import.meta.dirname, '../support/attached-client.mjs');
    const client = spawn(process.execPath, [script, image, owner], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [said] = await Promise.race([
      once(client.stdout, 'data'),
      once(client, 'exit').then(([code, signal]) => {
        throw new Error(`the client ended by itself: ${code ?? signal}`);
      }),
    ]);
    const running = await engine.listContainers(labels);
    expect(running).toMatchObject([{ id: String(said).trim(), state: 'running' }]);
    client.kill('SIGKILL');
    await once(client, 'exit');
    await gone();
  });

  it('that cannot start', async () => {
    const id = await create([], { entryPoint: ['/not/there'], autoRemove: true });
    await expect(engine.startContainer(id)).rejects.toMatchObject({
      code: 'EngineFailed',
      message: expect.stringContaining('/not/there'),
    });
    await engine.removeContainer(id);
    await gone();
  });
});
