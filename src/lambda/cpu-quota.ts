import { limits } from './limits.ts';

/** The scheduler refuses a quota below 1 ms (experiment E30). */
const quotaUsMin = 1_000;

/**
 * The share of CPU time that a memory size buys: 1,769 MB are one virtual CPU (row 4.5-14).
 * @returns `null` where the share is at least what the host has: then no quota is needed.
 */
export function cpuQuota(
  memorySizeMb: number,
  cpuCount: number,
  periodUs: number,
): { readonly quotaUs: number; readonly periodUs: number } | null {
  const cpus = memorySizeMb / limits.memoryPerCpuMb;
  if (cpus >= cpuCount) return null;
  const quotaUs = Math.round(cpus * periodUs);
  if (quotaUs >= quotaUsMin) return { quotaUs, periodUs };
  return { quotaUs: quotaUsMin, periodUs: Math.round(quotaUsMin / cpus) };
}

/** The engine's weight of a container that asks for none. */
const wholeCpuShares = 1_024;

/**
 * The weight where processors are scarce, in proportion as the share of CPU time: a small neighbour
 * that is within its quota takes its turn behind a larger one (benchmarks, suite "attack").
 */
export function cpuShares(memorySizeMb: number): number {
  return Math.round((memorySizeMb / limits.memoryPerCpuMb) * wholeCpuShares);
}
