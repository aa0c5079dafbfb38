import type { Sandbox } from '../../src/sandbox.ts';

/** Which Engine requests the sandbox made while the work ran, by verb. */
export async function engineCallsOf(
  { engineCalls }: Sandbox,
  work: () => Promise<unknown>,
): Promise<Readonly<Record<string, number>>> {
  const before = new Map(engineCalls);
  await work();
  const made = [...engineCalls].map(([verb, count]) => [verb, count - (before.get(verb) ?? 0)]);
  return Object.fromEntries(made.filter(([, count]) => count !== 0));
}
