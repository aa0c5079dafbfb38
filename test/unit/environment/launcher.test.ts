import { describe, expect, it } from 'vitest';
import { createAttachTransport } from '../../../src/channel/attach-transport.ts';
import { createContainerExits } from '../../../src/environment/container-exits.ts';
import { launchEnvironment } from '../../../src/environment/launcher.ts';
import { mountedShim } from '../../../src/environment/shim.ts';
import { StartGate } from '../../../src/environment/start-gate.ts';
import { LamboxError } from '../../../src/errors.ts';
import { systemClock } from '../../../src/timeline/clock.ts';
import type { FakeGuest } from '../../support/fake-container.ts';
import { createFakeEngine, type FakeVerb } from '../../support/fake-engine.ts';
import { functionVersion } from '../../support/function-version.ts';
import { greets, hears, hearsTheEnd, says } from '../../support/guest-actions.ts';
import { guestFrame } from '../../support/guest-frames.ts';
import { type Action, playGuest } from '../../support/scripted-guest.ts';
import { initialization } from '../../support/test-environment.ts';

const obedient = [hears('shutdown'), says(guestFrame('shutdownDone')), hearsTheEnd()];

function plays(...script: readonly Action[]): FakeGuest {
  return async ({ stream }) => {
    await playGuest(stream, ...script).played;
    return 0;
  };
}

/** One device, and whether the engine's failure is one of its mount. */
function scriptedStorage(device: string | null, failsAtMount = false) {
  const released: string[] = [];
  const failures: unknown[] = [];
  return {
    released,
    failures,
    take: async () =>
      device === null ? null : { path: device, release: () => void released.push(device) },
    mountFailed: (error: unknown) => {
      failures.push(error);
      return failsAtMount;
    },
  };
}

async function createLaunch(guest: FakeGuest, storage = scriptedStorage(null)) {
  const engine = createFakeEngine({ guest, images: { 'lambox/nodejs:24': {} } });
  const image = await engine.inspectImage('lambox/nodejs:24');
  const version = functionVersion({ packageType: 'Image' }, { id: image?.id ?? '' });
  const exits = await createContainerExits(engine);
  const parts = {
    clock: systemClock,
    engine,
    exits,
    transport: createAttachTransport(),
    gate: new StartGate(1),
    storage,
    // An engine refuses to mount what is not there.
    shim: mountedShim(process.execPath),
    labels: { 'dev.lambox.run': 'r' },
  };
  const quota = { quotaUs: 1447, periodUs: 20_000 };
  const order = { version, quota, initWindowMs: 10_000, initialization: () => initialization };
  return { engine, launch: () => launchEnvironment(parts, order) };
}

describe('launchEnvironment', () => {
  it('creates, attaches, starts, and gives an environment in standby', async () => {
    const { engine, launch } = await createLaunch(plays(greets(), ...obedient));
    const { environment, launch: moments } = await launch();
    expect(environment.state).toBe('standby');
    expect(moments.beganAtMs).toBeLessThanOrEqual(moments.createdAtMs);
    expect(moments.createdAtMs).toBeLessThanOrEqual(moments.startedAtMs);
    expect(moments.startedAtMs).toBeLessThanOrEqual(moments.connectedAtMs);
    const [container] = engine.containers.values();
    expect(container?.spec.labels).toMatchObject({ 'dev.lambox.environment': environment.id });
    const counted = ['createContainer', 'attachContainer', 'startContainer', 'updateContainer'];
    expect(counted.map((verb) => engine.calls.get(verb) ?? 0)).toEqual([1, 1, 1, 0]);
    await environment.terminate('disposed');
    expect(engine.containers.size).toBe(0);
  });

  it('says what a container that ended before its hello left behind', async () => {
    const dies: FakeGuest = async ({ stderr }) => {
      stderr.write('shim: cannot do it');
      return 3;
    };
    const { engine, launch } = await createLaunch(dies);
    await expect(launch()).rejects.toMatchObject({ code: 'EnvironmentFailed' });
    expect(engine.containers.size).toBe(0);
  });

  it.each(['createContainer', 'attachContainer', 'startContainer'] as const)(
    'leaves nothing when %s fails, and lets the next one through',
    async (verb: FakeVerb) => {
      const { engine, launch } = await createLaunch(plays(greets(), ...obedient));
      engine.failNext(verb, new LamboxError('EngineFailed', 'the engine said no'));
      await expect(launch()).rejects.toThrow('the engine said no');
      expect(engine.containers.size).toBe(0);
      const { environment } = await launch();
      await environment.terminate('disposed');
    },
  );

  it('mounts the device that was ready, and lets go of it when it is mounted', async () => {
    const storage = scriptedStorage('/dev/loop7');
    const { engine, launch } = await createLaunch(plays(greets(), ...obedient), storage);
    const { environment } = await launch();
    const [container] = engine.containers.values();
    expect(container?.spec.anonymousVolumes).toMatchObject([{ device: { path: '/dev/loop7' } }]);
    expect(storage.released).toEqual(['/dev/loop7']);
    await environment.terminate('disposed');
  });

  it('does without where the engine cannot mount it', async () => {
    const storage = scriptedStorage('/dev/loop7', true);
    const { engine, launch } = await createLaunch(plays(greets(), ...obedient), storage);
    const error = new LamboxError('EngineFailed', 'failed to mount local volume');
    engine.failNext('startContainer', error);
    const { environment } = await launch();
    expect(storage.failures).toEqual([error]);
    expect(storage.released).toEqual(['/dev/loop7']);
    const specs = [...engine.containers.values()].map(({ spec }) => spec);
    expect(specs).toMatchObject([{ anonymousVolumes: [], tmpfs: { '/tmp': expect.any(String) } }]);
    await environment.terminate('disposed');
  });

  it('lets go of the device when the start failed for another reason', async () => {
    const storage = scriptedStorage('/dev/loop7');
    const { engine, launch } = await createLaunch(plays(greets(), ...obedient), storage);
    engine.failNext('startContainer', new LamboxError('EngineFailed', 'no such network'));
    await expect(launch()).rejects.toThrow('no such network');
    expect(storage.released).toEqual(['/dev/loop7']);
    expect(engine.containers.size).toBe(0);
  });
});
