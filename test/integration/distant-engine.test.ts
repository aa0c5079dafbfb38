import { randomUUID } from 'node:crypto';
import { cpSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readConfiguration } from '../../src/configuration.ts';
import { createSandbox } from '../../src/sandbox.ts';
import { type DistantEngine, openDistantEngine } from '../support/distant-engine.ts';
import { engineCallsOf } from '../support/engine-call-count.ts';
import { rememberFilesVolumes } from '../support/files-volumes.ts';
import { functionDirectory } from '../support/function-directory.ts';
import { openLoopbackService } from '../support/loopback-service.ts';
import { engineSocket } from '../support/open-docker.ts';
import { TemporaryDirectory } from '../support/temporary-directory.ts';

function distantConfiguration({ address }: DistantEngine, cache: TemporaryDirectory) {
  const surroundings = readConfiguration();
  return {
    ...surroundings,
    channel: 'auto' as const,
    cacheDirectory: cache.path,
    engine: { ...surroundings.engine, dockerHost: address, dockerContext: null },
  };
}

test('an engine that sees no file of ours runs functions all the same', async () => {
  await using _volumes = await rememberFilesVolumes();
  await using distant = await openDistantEngine(await engineSocket());
  using cache = new TemporaryDirectory();
  const configuration = distantConfiguration(distant, cache);
  await using service = await openLoopbackService();
  // New code, which no other run has sent.
  using code = new TemporaryDirectory();
  cpSync(functionDirectory('host-service'), code.path, { recursive: true });
  code.write({ 'run.txt': randomUUID() });
  const options = {
    code: code.path,
    runtime: 'nodejs24.x',
    handler: 'index.handler',
    memorySizeMb: 1769,
    timeoutSeconds: 60,
    hostServices: [service.port],
    networkMode: 'none',
  };
  const event = { act: 'talk', port: service.port, words: 'far' };
  // The shim may be there: of another test run on this engine.
  for (const copies of [[1, 2], [undefined]]) {
    await using sandbox = await createSandbox({ configuration });
    expect(sandbox).toMatchObject({ channel: 'attach', engine: { local: false } });
    await using far = await sandbox.createFunction(options);
    const answer = far.invoke(event);
    (await service.accept()).end('and back');
    expect(await answer).toMatchObject({ startKind: 'cold', payload: 'and back' });
    // Code and shim travel once; the next sandbox finds them there.
    expect(sandbox.engineCalls.get('copyDirectory')).toBeOneOf(copies);
    expect(sandbox.ephemeralStorage).toMatchObject(
      configuration.ephemeralStorage === 'auto' ? { kind: 'ext4' } : { kind: 'tmpfs' },
    );
    const calls = await engineCallsOf(sandbox, async () => {
      const warm = far.invoke(event);
      (await service.accept()).end('again');
      expect(await warm).toMatchObject({ startKind: 'warm', payload: 'again' });
    });
    expect(calls).toEqual({});
  }
  expect(distant.refused).toBe(0);
});

test('layers travel once, as they lie at /opt', async () => {
  await using _volumes = await rememberFilesVolumes();
  await using distant = await openDistantEngine(await engineSocket());
  using cache = new TemporaryDirectory();
  const configuration = distantConfiguration(distant, cache);
  using directory = new TemporaryDirectory();
  const words = randomUUID();
  directory.write({
    'app/index.mjs': `import { readFileSync } from 'node:fs';
      const files = ['/opt/shadowed', '/opt/lib/first'];
      export const handler = async () => files.map((file) => readFileSync(file, 'utf8'));`,
    'first/lib/first': words,
    'first/shadowed': 'first',
    'second/shadowed': 'second',
  });
  const layers = [directory.join('first'), directory.join('second')];
  const options = { code: directory.join('app'), layers, memorySizeMb: 1769, timeoutSeconds: 60 };
  // Code, layers and perhaps the shim.
  for (const copies of [[2, 3], [undefined]]) {
    await using sandbox = await createSandbox({ configuration });
    await using far = await sandbox.createFunction(options);
    expect(await far.invoke({})).toMatchObject({ payload: ['second', words] });
    expect(sandbox.engineCalls.get('copyDirectory')).toBeOneOf(copies);
  }
  expect(distant.refused).toBe(0);
});

test('LAMBOX_FILES=mount on such an engine says what to do', async () => {
  await using distant = await openDistantEngine(await engineSocket());
  const surroundings = readConfiguration();
  const configuration = {
    ...surroundings,
    files: 'mount' as const,
    channel: 'attach' as const,
    ephemeralStorage: 'tmpfs' as const,
    engine: { ...surroundings.engine, dockerHost: distant.address, dockerContext: null },
  };
  await using sandbox = await createSandbox({ configuration });
  await using far = await sandbox.createFunction({ code: functionDirectory('echo') });
  await expect(far.invoke({})).rejects.toMatchObject({
    code: 'EngineFailed',
    remedy: expect.stringContaining('LAMBOX_FILES=volume'),
  });
  expect(distant.refused).toBe(1);
});
