import { utimesSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  buildFunctionImage,
  type FunctionImageOptions,
  loadFunctionImage,
} from '../../../src/package/function-image.ts';
import { createImageFlights } from '../../../src/package/image-flights.ts';
import { createFakeEngine } from '../../support/fake-engine.ts';
import { TemporaryDirectory } from '../../support/temporary-directory.ts';

const options: FunctionImageOptions = {
  registryMirror: null,
  certificateFiles: [],
  dockerCli: '/nowhere/docker',
};

const fakeEngine = () => createFakeEngine({ guest: async () => 0 });

function directoryWith(...lines: readonly string[]): TemporaryDirectory {
  const directory = new TemporaryDirectory();
  directory.write({ Dockerfile: lines.join('\n') });
  return directory;
}

describe('a directory with a Dockerfile', () => {
  it('is built by the engine under one name of its own, which says who made it', async () => {
    using directory = directoryWith('FROM scratch');
    const engine = fakeEngine();
    const lines: string[] = [];
    const target = { directory: directory.path, name: 'My_App-' };
    const image = await buildFunctionImage(engine, target, {
      ...options,
      onProgress: (line) => lines.push(line),
    });
    expect(image.reference).toMatch(/^lambox-function\/my-app:[0-9a-f]{12}$/);
    expect(image).toMatchObject({
      source: 'built',
      labels: { 'dev.lambox.image': image.reference },
    });
    expect(lines).toEqual([`building ${directory.join('Dockerfile')} as ${image.reference}`]);
    const again = await buildFunctionImage(engine, target, options);
    expect(again.reference).toBe(image.reference);
    const other = { ...options, platform: 'linux/arm64' };
    expect((await buildFunctionImage(engine, target, other)).reference).not.toBe(image.reference);
  });

  it('is built once for two functions that are created at once', async () => {
    using directory = directoryWith('FROM scratch');
    const engine = fakeEngine();
    const shared = { ...options, flights: createImageFlights() };
    const target = { directory: directory.path, name: 'app' };
    await Promise.all([1, 2].map(() => buildFunctionImage(engine, target, shared)));
    expect(engine.calls.get('buildImage')).toBe(1);
  });

  it('that needs BuildKit is refused with the line, where there is no buildx', async () => {
    using directory = directoryWith('FROM scratch', 'COPY --chmod=755 a /a');
    const building = buildFunctionImage(
      fakeEngine(),
      { directory: directory.path, name: 'app' },
      options,
    );
    await expect(building).rejects.toMatchObject({
      code: 'ImageBuildFailed',
      message:
        `line 2 of ${directory.join('Dockerfile')} has COPY --chmod, which needs BuildKit, and ` +
        'the docker command has no buildx here',
      remedy: expect.stringContaining('Install buildx'),
    });
  });
});

describe('an archive', () => {
  it('is loaded under a name of its own, and again only when it has changed', async () => {
    using folder = new TemporaryDirectory();
    folder.write({ 'app.tar': 'bytes' });
    const file = folder.join('app.tar');
    const engine = fakeEngine();
    const first = await loadFunctionImage(engine, { file, name: 'app' }, options);
    expect(first).toMatchObject({ source: 'loaded' });
    expect(first.reference).toMatch(/^lambox-function\/app:[0-9a-f]{12}$/);
    const second = await loadFunctionImage(engine, { file, name: 'app' }, options);
    expect(second).toMatchObject({ source: 'loaded', reference: first.reference });
    expect(engine.calls.get('loadImage')).toBe(1);
    utimesSync(file, new Date(0), new Date(0));
    const third = await loadFunctionImage(engine, { file, name: 'app' }, options);
    expect(third.reference).not.toBe(first.reference);
  });
});
