import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readConfiguration } from '../../src/configuration.ts';
import type { ContainerEngine, ImageDescription } from '../../src/engine/container-engine.ts';
import { parseRuntime } from '../../src/lambda/runtimes.ts';
import { resolveRuntimeImage } from '../../src/package/image-resolver.ts';
import { ensureImageVolumes } from '../../src/package/image-volumes.ts';
import { openDocker } from '../support/open-docker.ts';
import { TemporaryDirectory } from '../support/temporary-directory.ts';

const labels = { 'dev.lambox.owner': `contract-${randomUUID()}` };
const reference = `lambox-contract/volumes:${randomUUID()}`;
const showVolumes =
  "sed -n 's|.*/volumes/\\([^/]*\\)/_data \\([^ ]*\\) .*|\\1 \\2|p' /proc/self/mountinfo";
let engine: ContainerEngine;
let image: ImageDescription;

beforeAll(async () => {
  engine = await openDocker();
  const base = await resolveRuntimeImage(engine, parseRuntime('nodejs24.x'), readConfiguration());
  using context = new TemporaryDirectory();
  context.write({
    Dockerfile: `FROM ${base.reference}\nCOPY file /data/file\nVOLUME /data /empty\n`,
    file: 'of the image',
  });
  image = await engine.buildImage(context.path, { reference, dockerfile: 'Dockerfile', labels });
}, 1_800_000);

afterAll(async () => {
  for (const { volume } of await ensureImageVolumes(engine, image)) {
    await engine.removeVolume(volume);
  }
  await engine.removeImage(reference);
  await engine.close();
});

it("a VOLUME shows the image's files, takes nothing, and leaves nothing behind", async () => {
  await ensureImageVolumes(engine, image);
  const volumes = await ensureImageVolumes(engine, image);
  const id = await engine.createContainer({
    image: image.id,
    entryPoint: ['/bin/sh', '-c'],
    command: [
      `cat /data/file; (touch /data/x || touch /empty/x) 2>&- || echo " closed"; ${showVolumes}`,
    ],
    labels,
    networkMode: 'none',
    volumes,
    readOnlyRoot: true,
    logs: 'keep',
  });
  try {
    await engine.startContainer(id);
    await engine.waitContainer(id);
    const [words, ...mounted] = (await engine.containerOutput(id)).trim().split('\n');
    expect(words).toBe('of the image closed');
    // None but ours: the engine made no other for what the image calls a volume.
    const ours = volumes.map(({ volume, target }) => `${volume} ${target}`);
    expect(mounted.toSorted()).toEqual(ours.toSorted());
  } finally {
    await engine.removeContainer(id);
  }
});
