import { setTimeout as delay } from 'node:timers/promises';
import type { EngineWorld } from '../container-engine.ts';

const pollMs = 20;

/**
 * Resolves when the container is gone from the engine's list; the test's own time limit ends
 * the wait.
 */
export async function removed(world: EngineWorld, id: string): Promise<void> {
  for (;;) {
    const containers = await world.engine.listContainers(world.labels);
    if (!containers.some((container) => container.id === id)) {
      return;
    }
    await delay(pollMs);
  }
}
