import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { useSandbox } from '../support/test-sandbox.ts';

// What a warm event costs the shim in processor time, under the real orchestrator and AWS's client
// for Node.js: half of all stretches keep the bar. On a quiet machine alone, by name, with the
// engine on this machine:
// npx vitest run --project cost warm-event
const tests = useSandbox();

const stretches = 60;
const eventsPerStretch = 50;
const barUs = 150;

const shims = (): string[] =>
  readdirSync('/proc').filter((name) => /^[0-9]+$/.test(name) && isShim(name));

function isShim(pid: string): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').startsWith('/var/lambox/shim\0--channel');
  } catch {
    // It has ended meanwhile.
    return false;
  }
}

/** Of all threads, by the scheduler's own count. */
function processorTimeUs(pid: string): number {
  const threads = readdirSync(`/proc/${pid}/task`).map((thread) =>
    Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ')[0]),
  );
  return threads.reduce((sum, each) => sum + each, 0) / 1_000;
}

it.each([
  // A pause is long enough for the environment to be frozen, and the next event thaws it.
  { name: 'right behind each other', pauseMs: 0 },
  { name: 'with a freeze and a thaw each', pauseMs: 4 },
])('events $name', async ({ name, pauseMs }) => {
  const others = new Set(shims());
  await using tested = await tests.create('echo', { memorySizeMb: 1_769 });
  await tested.invoke({ n: 0 });
  const [pid = ''] = shims().filter((each) => !others.has(each));
  const costs: number[] = [];
  for (let stretch = 0; stretch < stretches; stretch += 1) {
    const beforeUs = processorTimeUs(pid);
    for (let event = 0; event < eventsPerStretch; event += 1) {
      await tested.invoke({ n: event });
      if (pauseMs > 0) await sleep(pauseMs);
    }
    costs.push((processorTimeUs(pid) - beforeUs) / eventsPerStretch);
  }
  const sorted = costs.toSorted((one, other) => one - other).map(Math.round);
  const least = sorted[0] ?? Number.NaN;
  const middle = sorted[stretches / 2] ?? Number.NaN;
  process.stdout.write(`${name}: least ${least} µs, p50 ${middle} µs\n`);
  // With the stop and the continuing of every thread on top it is said, not judged.
  if (pauseMs === 0) expect(middle).toBeLessThanOrEqual(barUs);
});
