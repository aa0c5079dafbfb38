import { describe, expect, it, vi } from 'vitest';
import { Standby } from '../../../src/environment/standby.ts';
import { LamboxError } from '../../../src/errors.ts';
import { hears, says } from '../../support/guest-actions.ts';
import { guestFrame } from '../../support/guest-frames.ts';
import { createTestEnvironment, type TestEnvironment } from '../../support/test-environment.ts';

const shutsDown = [hears('shutdown'), says(guestFrame('shutdownDone'))];

/** Names the environments e1, e2, … in the order in which they are made. */
function createStandby(count: number) {
  const made: TestEnvironment[] = [];
  let begun = 0;
  let failure: LamboxError | null = null;
  const standby = new Standby({
    count,
    async launch() {
      if (failure !== null) throw failure;
      begun += 1;
      const each = await createTestEnvironment(`e${begun}`, ...shutsDown);
      made.push(each);
      return each.environment;
    },
  });
  return {
    standby,
    made,
    fail(error: LamboxError | null) {
      failure = error;
    },
  };
}

const untilMade = (made: readonly TestEnvironment[], count: number) =>
  vi.waitFor(() => expect(made).toHaveLength(count));

describe('Standby', () => {
  it('has as many as are wanted, and makes one for each that is taken', async () => {
    const { standby, made } = createStandby(2);
    await standby.fill();
    await standby.fill();
    expect(made.map(({ environment }) => environment.state)).toEqual(['standby', 'standby']);
    const taken = [standby.take(), standby.take()];
    expect(taken.map((environment) => environment?.id).sort()).toEqual(['e1', 'e2']);
    expect(standby.take()).toBeNull();
    await untilMade(made, 4);
    await standby.close();
    const ended = made.map(({ environment }) => environment.state);
    expect(ended).toEqual(['standby', 'standby', 'terminated', 'terminated']);
  });

  it('passes over one that is gone, and makes another', async () => {
    const { standby, made } = createStandby(1);
    await standby.fill();
    made[0]?.container.exit(1);
    await made[0]?.environment.ended;
    expect(standby.take()).toBeNull();
    await untilMade(made, 2);
    await vi.waitFor(() => expect(standby.take()?.id).toBe('e2'));
    await standby.close();
  });

  it('says at first that an engine fails, later to nobody, and tries again', async () => {
    const { standby, made, fail } = createStandby(1);
    fail(new LamboxError('EngineFailed', 'no luck'));
    await expect(standby.fill()).rejects.toMatchObject({ code: 'EngineFailed' });
    expect(standby.take()).toBeNull();
    fail(null);
    await vi.waitFor(() => expect(standby.take()?.id).toBe('e1'));
    await untilMade(made, 2);
    await standby.close();
  });

  it('makes none where none is wanted, nor after its end', async () => {
    const none = createStandby(0);
    await none.standby.fill();
    expect(none.standby.take()).toBeNull();
    const { standby, made } = createStandby(1);
    await standby.close();
    await standby.fill();
    expect([...none.made, ...made]).toEqual([]);
  });
});
