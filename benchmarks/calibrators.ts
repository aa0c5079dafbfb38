import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { median } from '../src/benchmark/statistics/percentile.ts';
import { createInvokeClient } from './invoke-client.ts';
import type { RawEngine } from './raw-engine.ts';

/** Medians that tell how fast this machine is at the moment, in milliseconds. */
export interface Calibration {
  readonly forkExecMs: number;
  readonly enginePingMs: number;
  readonly bareHttpMs: number;
}

export async function calibrate(raw: RawEngine): Promise<Calibration> {
  const forkExecMs = await medianOf(30, async () => spawnSync('/bin/true'));
  const enginePingMs = await medianOf(50, () => raw.request('GET', '/_ping'));
  return { forkExecMs, enginePingMs, bareHttpMs: await bareHttp() };
}

async function bareHttp(): Promise<number> {
  const server = spawn(process.execPath, [join(import.meta.dirname, 'echo-server.ts')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    const [line] = (await once(server.stdout, 'data')) as [Buffer];
    const client = createInvokeClient(line.toString().trim());
    for (let sent = 0; sent < 300; sent += 1) await client.invoke();
    const answerMs = await medianOf(500, () => client.invoke());
    client.close();
    return answerMs;
  } finally {
    server.kill();
  }
}

async function medianOf(count: number, work: () => Promise<unknown>): Promise<number> {
  const durationsMs: number[] = [];
  while (durationsMs.length < count) {
    const beganAtMs = performance.now();
    await work();
    durationsMs.push(performance.now() - beganAtMs);
  }
  return median(durationsMs);
}
