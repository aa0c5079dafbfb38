import { describe, expect, it } from 'vitest';
import { useSandbox } from '../support/test-sandbox.ts';

// Times of a processor that is shared with nobody: on a quiet machine alone, by name:
// npx vitest run --project cost cpu-share
const tests = useSandbox();

const memoryPerCpuMb = 1_769;

interface Spent {
  readonly wallMs: number;
}

/** Milliseconds of a million rounds: the least of so many times, once the work is compiled. */
async function timeOf(memorySizeMb: number, millions: number, times: number): Promise<number> {
  await using tested = await tests.create('spin', { memorySizeMb, timeoutSeconds: 120 });
  const walls: number[] = [];
  for (let time = 0; time <= times; time += 1) {
    const { wallMs } = (await tested.invoke({ rounds: millions * 1e6 })).payload as Spent;
    if (time > 0) walls.push(wallMs);
  }
  return Math.min(...walls) / millions;
}

describe('the processor time that a memory size buys', () => {
  it('is memory / 1,769 MB of one: the same work takes the more the less there is', async () => {
    // Many short ones for the whole of a processor, which others may want too; for a share of one,
    // times that are long beside the quota's period.
    const whole = await timeOf(memoryPerCpuMb, 5, 200);
    const half = await timeOf(512, 25, 12);
    const least = await timeOf(128, 25, 5);
    process.stdout.write(`ms at 1,769, 512 and 128 MB: ${[whole, half, least].join(', ')}\n`);
    const shares = [half / whole / (memoryPerCpuMb / 512), least / whole / (memoryPerCpuMb / 128)];
    for (const share of shares) {
      expect(share, `${shares}`).toBeGreaterThan(0.85);
      expect(share, `${shares}`).toBeLessThan(1.15);
    }
  });

  it('is the whole in init, whatever the memory', async () => {
    const inits: number[] = [];
    for (const memorySizeMb of [memoryPerCpuMb, 128, memoryPerCpuMb, 128]) {
      await using tested = await tests.create('spin', { memorySizeMb, timeoutSeconds: 30 });
      inits.push((await tested.invoke({ rounds: 1 })).report.initDurationMs ?? Number.NaN);
    }
    const [first = 0, second = 0, third = 0, fourth = 0] = inits;
    process.stdout.write(`Init Duration at 1,769 and 128 MB, twice: ${inits.join(', ')} ms\n`);
    // At 128 MB of its share it would take fourteen times as long.
    expect(Math.min(second, fourth)).toBeLessThan(3 * Math.min(first, third));
  });
});
