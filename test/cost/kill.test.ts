import { expect, test, vi } from 'vitest';
import { readConfiguration } from '../../src/configuration.ts';
import { findEngine } from '../../src/engine/find-engine.ts';
import { systemClock } from '../../src/timeline/clock.ts';
import { killMoments, startKillableSandbox } from '../support/killed-sandbox.ts';

const boundMs = 5_000;

test.each(killMoments)('5 s after kill -9 nothing is left, at the moment: %s', async (moment) => {
  const engine = await findEngine(readConfiguration().engine);
  try {
    const { owner, kill } = await startKillableSandbox(engine, moment);
    kill();
    const killedAtMs = systemClock.monotonicMs();
    await vi.waitFor(
      async () => {
        expect(await engine.listContainers(owner)).toEqual([]);
        expect(await engine.listVolumes(owner)).toEqual([]);
      },
      { timeout: 60_000, interval: 20 },
    );
    const tookMs = systemClock.monotonicMs() - killedAtMs;
    console.log(`${moment}: nothing left after ${Math.round(tookMs)} ms`);
    expect(tookMs).toBeLessThan(boundMs);
  } finally {
    await engine.close();
  }
});
