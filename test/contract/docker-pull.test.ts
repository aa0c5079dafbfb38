import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ContainerEngine } from '../../src/engine/container-engine.ts';
import { type LocalRegistry, startLocalRegistry } from '../support/local-registry.ts';
import { openDocker } from '../support/open-docker.ts';

describe('Docker pulls', () => {
  const labels = { 'dev.lambox.owner': `contract-${randomUUID()}` };
  let engine: ContainerEngine;
  let registry: LocalRegistry;
  beforeAll(async () => {
    engine = await openDocker();
    registry = await startLocalRegistry(labels);
  });
  afterAll(async () => {
    const left = await engine.listImages(labels);
    await registry.close();
    await engine.close();
    expect(left).toEqual([]);
  });

  it('an image, tells how it goes and pins it by digest', async () => {
    const lines: string[] = [];
    const reference = `${registry.host}/present:1`;
    const image = await engine.pullImage(reference, { onProgress: (line) => lines.push(line) });
    expect(image).toMatchObject({ reference, digest: registry.manifestDigest, labels });
    expect(image.command).toEqual(['/x']);
    expect(lines).toContain(`Status: Downloaded newer image for ${reference}`);
    const pinned = `${registry.host}/present@${registry.manifestDigest}`;
    expect(await engine.pullImage(pinned)).toMatchObject({ id: image.id });
    await engine.removeImage(reference);
    await engine.removeImage(pinned);
  });

  it.each([
    ['missing:1', 'ImageNotFound', /manifest unknown|not found/],
    ['present:2', 'ImageNotFound', /manifest unknown|not found/],
    ['private:1', 'ImageNotFound', /unauthorized|denied|authentication/i],
  ])('%s: says that it cannot be had', async (name, code, words) => {
    const pull = engine.pullImage(`${registry.host}/${name}`);
    await expect(pull).rejects.toMatchObject({ code, message: expect.stringMatching(words) });
  });

  it('tell a registry that refuses the connection from an image that is missing', async () => {
    const pull = engine.pullImage('127.0.0.1:1/x:1');
    await expect(pull).rejects.toMatchObject({
      code: 'EngineFailed',
      evidence: { registryUnreachable: true },
    });
  });

  it('give a registry up that never answers, ahead of the engine', async () => {
    const pull = engine.pullImage(`${registry.host}/silent:1`);
    await expect(pull).rejects.toMatchObject({
      code: 'EngineFailed',
      message: expect.stringContaining('gave no answer'),
      evidence: { registryUnreachable: true },
    });
  });
});
