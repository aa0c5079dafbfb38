import { readFileSync } from 'node:fs';
import os from 'node:os';
import type { Architecture, EngineDescription } from '../engine/container-engine.ts';

/** How busy the machine is with other things. */
export interface Busyness {
  readonly loadAverage: number;
  /** Time that a hypervisor gave to others since the machine started; `null` where unknown. */
  readonly stealSeconds: number | null;
}

/** What figures depend on. */
export interface Conditions {
  readonly processor: string;
  /** The engine's: what functions run on. */
  readonly architecture: Architecture;
  readonly memoryGib: number;
  readonly kernel: string;
  readonly engine: string;
  readonly channel: string;
  readonly nodeVersion: string;
  readonly lamboxVersion: string;
  /** What functions were made of: runtime, image and the client in it, each once. */
  readonly functions: readonly string[];
}

export function describeConditions(
  engine: EngineDescription,
  channel: string,
  lamboxVersion: string,
  functions: readonly string[],
): Conditions {
  const model = os.cpus()[0]?.model.trim() ?? 'unknown';
  return {
    processor: `${os.cpus().length} × ${model}, ${os.arch()}`,
    architecture: engine.architecture,
    memoryGib: Math.round(os.totalmem() / 1024 ** 3),
    kernel: `${os.type()} ${os.release()}, cgroup v${engine.cgroupVersion}`,
    engine: `${engine.name} ${engine.version}, ${engine.storageDriver}`,
    channel,
    nodeVersion: process.version,
    lamboxVersion,
    functions,
  };
}

const ticksPerSecond = 100;

export function readBusyness(): Busyness {
  return { loadAverage: os.loadavg()[0] ?? Number.NaN, stealSeconds: readSteal() };
}

function readSteal(): number | null {
  try {
    const fields = readFileSync('/proc/stat', 'utf8').split('\n', 1)[0]?.split(/\s+/) ?? [];
    return Number(fields[8]) / ticksPerSecond;
  } catch {
    return null;
  }
}
