import { describe, expect, it, vi } from 'vitest';
import { Pool } from '../../../src/environment/pool.ts';
import type { PoolOptions } from '../../../src/environment/pool-options.ts';
import {
  answers,
  completes,
  hears,
  hearsEvent,
  says,
  vanishes,
  waitsFor,
} from '../../support/guest-actions.ts';
import { guestFrame } from '../../support/guest-frames.ts';
import { recordingObserver } from '../../support/recording-observer.ts';
import type { Action } from '../../support/scripted-guest.ts';
import {
  createTestEnvironment,
  eventRequest,
  type RecordedContainer,
} from '../../support/test-environment.ts';

const initializes = [hears('initialize'), says(guestFrame('initCompleted'))];
const serves = [hearsEvent('{}'), answers('1'), completes()];
const freezes = [hears('freeze'), says(guestFrame('frozen'))];
const shutsDown = [hears('shutdown'), says(guestFrame('shutdownDone'))];

/** A pool whose environments follow the scripts in turn. */
function createPool(scripts: readonly (readonly Action[])[], options: Partial<PoolOptions> = {}) {
  let made = 0;
  const containers: RecordedContainer[] = [];
  const pool = new Pool({
    async launch() {
      const script = scripts[made] ?? expect.fail(`no script for environment ${made + 1}`);
      made += 1;
      const { environment, container } = await createTestEnvironment(`e${made}`, ...script);
      containers.push(container);
      return {
        environment,
        launch: { beganAtMs: 0, createdAtMs: 0, startedAtMs: 0, connectedAtMs: 0 },
      };
    },
    concurrency: 10,
    standby: 0,
    idleTimeoutMs: 60_000,
    freezeDelayMs: 0,
    settleWaitMs: 250,
    ...options,
  });
  return { pool, containers, made: () => made };
}

async function serveOne(pool: Pool) {
  const reservation = await pool.reserve();
  await reservation.environment.serve(eventRequest(), recordingObserver());
  await pool.release(reservation.environment);
  return `${reservation.environment.id} ${reservation.startKind} ${reservation.startReason}`;
}

describe('Pool', () => {
  it('uses one environment for events in a row', async () => {
    const script = [...initializes, ...serves, ...freezes, ...serves, ...freezes, ...shutsDown];
    const { pool } = createPool([script]);
    expect(await serveOne(pool)).toBe('e1 cold first');
    expect(await serveOne(pool)).toBe('e1 warm null');
    await pool.dispose();
  });

  it('starts one for each overlapping event, up to the concurrency', async () => {
    const { pool, made } = createPool([shutsDown, shutsDown, shutsDown], { concurrency: 3 });
    const reservations = await Promise.all([pool.reserve(), pool.reserve(), pool.reserve()]);
    expect(reservations.map(({ startReason }) => startReason)).toEqual([
      'first',
      'overlap',
      'overlap',
    ]);
    await expect(pool.reserve()).rejects.toMatchObject({ code: 'ConcurrencyLimit' });
    expect(made()).toBe(3);
    await pool.dispose();
  });

  it('serves the newest idle one first', async () => {
    const script = [...initializes, ...serves, ...freezes, ...shutsDown];
    const { pool } = createPool([script, script]);
    const [one, two] = await Promise.all([pool.reserve(), pool.reserve()]);
    for (const { environment } of [one, two]) {
      await environment.serve(eventRequest(), recordingObserver());
    }
    await pool.release(two.environment);
    await pool.release(one.environment);
    expect((await pool.reserve()).environment).toBe(one.environment);
    await pool.dispose();
  });

  it('passes over an idle one whose container has just gone', async () => {
    const served = Promise.withResolvers<void>();
    const lost = [...initializes, ...serves, ...freezes, waitsFor(served.promise), vanishes()];
    const script = [...initializes, ...serves, ...freezes, ...shutsDown];
    const { pool, containers } = createPool([lost, script]);
    const { environment } = await pool.reserve();
    await environment.serve(eventRequest(), recordingObserver());
    await pool.release(environment);
    served.resolve();
    await vi.waitFor(() => expect(environment.state).toBe('terminating'));
    expect(await serveOne(pool)).toBe('e2 cold afterFailure');
    containers[0]?.exit(1);
    await pool.dispose();
  });

  it('waits for one that has answered, and then neither freezes nor starts another', async () => {
    const script = [...initializes, ...serves, ...serves, ...freezes, ...shutsDown];
    const { pool, made } = createPool([script]);
    const first = await pool.reserve();
    await first.environment.serve(eventRequest(), recordingObserver());
    pool.answered(first.environment);
    const second = pool.reserve();
    await pool.release(first.environment);
    expect((await second).environment).toBe(first.environment);
    expect(made()).toBe(1);
    await first.environment.serve(eventRequest(), recordingObserver());
    await pool.release(first.environment);
    await pool.dispose();
  });

  it('leaves one awake for an event that comes within the delay, then freezes it', async () => {
    const frozen = Promise.withResolvers<void>();
    const script = [...initializes, ...serves, ...serves, ...freezes, () => frozen.resolve()];
    const { pool } = createPool([[...script, ...shutsDown]], { freezeDelayMs: 100 });
    expect(await serveOne(pool)).toBe('e1 cold first');
    expect(await serveOne(pool)).toBe('e1 warm null');
    await frozen.promise;
    await pool.dispose();
  });

  it('never freezes where nothing is to be frozen', async () => {
    const script = [...initializes, ...serves, ...shutsDown];
    const { pool } = createPool([script], { freezeDelayMs: null });
    const { environment } = await pool.reserve();
    await environment.serve(eventRequest(), recordingObserver());
    await pool.release(environment);
    expect(environment.state).toBe('ready');
    await pool.dispose();
  });

  it('starts another when one that has answered stays away', async () => {
    const { pool } = createPool([shutsDown, shutsDown], { settleWaitMs: 5 });
    const first = await pool.reserve();
    pool.answered(first.environment);
    expect(await pool.reserve()).toMatchObject({ startKind: 'cold', startReason: 'overlap' });
    await pool.dispose();
  });

  it('hands a provisioned one to the event that waits for it, and says so', async () => {
    const { pool, made } = createPool([[...initializes, ...serves, ...freezes, ...shutsDown]]);
    const provisioned = pool.provision(1);
    expect(await serveOne(pool)).toBe('e1 provisioned first');
    await provisioned;
    expect(made()).toBe(1);
    await pool.dispose();
  });

  it('gives an event one in standby, beside those that serve, and says why', async () => {
    const script = [...initializes, ...serves, ...freezes, ...serves, ...freezes, ...shutsDown];
    const { pool, made } = createPool([script, shutsDown, shutsDown], {
      standby: 1,
      concurrency: 2,
    });
    await pool.standBy();
    expect(await serveOne(pool)).toBe('e1 standby first');
    expect(await serveOne(pool)).toBe('e1 warm null');
    await vi.waitFor(() => expect(made()).toBe(2));
    await pool.standBy();
    const warm = await pool.reserve();
    const other = await pool.reserve();
    expect([warm.startKind, other.startKind]).toEqual(['warm', 'standby']);
    expect(other).toMatchObject({ startReason: 'overlap', launch: null });
    await expect(pool.reserve()).rejects.toMatchObject({ code: 'ConcurrencyLimit' });
    await pool.dispose();
  });

  it('lets an idle one expire and tells the next event', async () => {
    const { pool } = createPool(
      [[...initializes, ...serves, ...freezes, ...shutsDown], shutsDown],
      { idleTimeoutMs: 5 },
    );
    const first = await pool.reserve();
    await first.environment.serve(eventRequest(), recordingObserver());
    await pool.release(first.environment);
    expect(await first.environment.ended).toBe('expired');
    expect(await pool.reserve()).toMatchObject({ startKind: 'cold', startReason: 'expired' });
    await pool.dispose();
  });

  it('gives the place of one that ended to the next event', async () => {
    const { pool } = createPool([shutsDown, shutsDown], { concurrency: 1 });
    const first = await pool.reserve();
    await first.environment.terminate('containerExited');
    await pool.release(first.environment);
    expect(await pool.reserve()).toMatchObject({ startKind: 'cold', startReason: 'afterFailure' });
    await pool.dispose();
  });

  it('retires: what is idle ends at once, what runs behind its event', async () => {
    const { pool } = createPool([
      [...initializes, ...serves, ...freezes, ...shutsDown],
      [...initializes, ...serves, ...shutsDown],
    ]);
    const [idle, running] = await Promise.all([pool.reserve(), pool.reserve()]);
    await idle.environment.serve(eventRequest(), recordingObserver());
    await pool.release(idle.environment);
    let emptied = false;
    void pool.emptied.then(() => {
      emptied = true;
    });
    await pool.retire();
    expect(await idle.environment.ended).toBe('codeChanged');
    expect({ emptied, state: running.environment.state }).toEqual({
      emptied: false,
      state: 'standby',
    });
    await running.environment.serve(eventRequest(), recordingObserver());
    await pool.release(running.environment);
    expect(await running.environment.ended).toBe('codeChanged');
    await pool.emptied;
    await pool.dispose();
  });

  it('says why its first event finds none, where it is told', async () => {
    const { pool } = createPool([shutsDown], { firstReason: 'codeChanged' });
    expect(await pool.reserve()).toMatchObject({ startKind: 'cold', startReason: 'codeChanged' });
    await pool.dispose();
  });

  it('refuses events after its end', async () => {
    const { pool } = createPool([]);
    await pool.dispose();
    await expect(pool.reserve()).rejects.toMatchObject({ code: 'Disposed' });
  });
});
