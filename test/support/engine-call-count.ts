import type { Sandbox } from '../../src/sandbox.ts';

/** A new sandbox removes what dead processes have left, beside everything else. */
const cleaning: ReadonlySet<string> = new Set(['listContainers', 'removeContainer']);

/** Which Engine requests the sandbox made for the work, by verb. */
export async function engineCallsOf(
  { engineCalls }: Sandbox,
  work: () => Promise<unknown>,
): Promise<Readonly<Record<string, number>>> {
  const before = new Map(engineCalls);
  await work();
  const made = [...engineCalls]
    .filter(([verb]) => !cleaning.has(verb))
    .map(([verb, count]) => [verb, count - (before.get(verb) ?? 0)] as const);
  return Object.fromEntries(made.filter(([, count]) => count !== 0));
}
