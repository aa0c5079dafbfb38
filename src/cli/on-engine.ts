import type { ContainerEngine } from '../engine/container-engine.ts';
import type { CommandContext } from './command-context.ts';

/** Does something with the engine, and closes it. */
export async function onEngine<T>(
  { configuration, findEngine }: CommandContext,
  work: (engine: ContainerEngine) => Promise<T>,
): Promise<T> {
  const engine = await findEngine(configuration.engine);
  try {
    return await work(engine);
  } finally {
    await engine.close();
  }
}
