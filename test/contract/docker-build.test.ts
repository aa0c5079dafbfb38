import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ContainerEngine, ImageDescription } from '../../src/engine/container-engine.ts';
import { createDirectoryTar } from '../../src/engine/docker/directory-tar.ts';
import { openDocker } from '../support/open-docker.ts';
import { importProbeImage } from '../support/probe-image.ts';

describe('Docker builds', () => {
  const owner = `contract-${randomUUID()}`;
  const labels = { 'dev.lambox.owner': owner };
  const base = `lambox-contract/base:${owner}`;
  const reference = `lambox-contract/built:${owner}`;
  let engine: ContainerEngine;
  let directory: string;
  const lines: string[] = [];
  beforeAll(async () => {
    engine = await openDocker();
    await importProbeImage(engine, base, labels);
    directory = await mkdtemp(path.join(os.tmpdir(), 'lambox-build-'));
  });
  afterAll(async () => {
    await engine.removeImage(base);
    await rm(directory, { recursive: true });
    const left = await engine.listImages(labels);
    await engine.close();
    expect(left).toEqual([]);
  });
  const build = async (dockerfile: readonly string[]): Promise<ImageDescription> => {
    await writeFile(path.join(directory, 'Recipe'), [`FROM ${base}`, ...dockerfile].join('\n'));
    return engine.buildImage(createDirectoryTar(directory), {
      reference,
      dockerfile: 'Recipe',
      arguments: { WORD: 'hello' },
      labels,
      networkMode: 'none',
      onProgress: (line) => lines.push(line),
    });
  };

  it('an image from a context, with arguments and labels', async () => {
    await writeFile(path.join(directory, 'file with space'), 'content');
    const image = await build([
      'ARG WORD',
      'ENV SAID=$WORD',
      'COPY ["file with space", "/copied"]',
      'RUN ["/probe", "read", "/copied"]',
      'ENTRYPOINT ["/probe"]',
      'CMD ["say", "x"]',
      'VOLUME /data',
    ]);
    expect(image).toMatchObject({
      imported: false,
      reference,
      labels,
      entryPoint: ['/probe'],
      command: ['say', 'x'],
      volumes: ['/data'],
    });
    expect(image.environmentVariables).toMatchObject({ SAID: 'hello' });
    expect(lines).toContain('content');
    await engine.removeImage(reference);
    expect(await engine.inspectImage(reference)).toBeNull();
  });

  it('fail with the step and its last words', async () => {
    const failing = build(['RUN ["/probe", "read", "/not/there"]']);
    await expect(failing).rejects.toMatchObject({
      code: 'ImageBuildFailed',
      message: expect.stringContaining('RUN ["/probe", "read", "/not/there"]'),
      evidence: {
        lastLines: expect.arrayContaining(['open /not/there: no such file or directory']),
      },
    });
    expect(await engine.inspectImage(reference)).toBeNull();
  });

  it('fail before the first step with the engine’s words', async () => {
    const failing = build(['NONSENSE']);
    await expect(failing).rejects.toMatchObject({
      message: expect.stringContaining('unknown instruction: NONSENSE'),
    });
  });
});
