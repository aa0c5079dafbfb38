import type { ContainerEngine, ContainerExit, ContainerId } from '../engine/container-engine.ts';

/** Tells each environment of its container's end, from one event stream for all. */
export interface ContainerExits {
  /** The same promise for the same container. */
  of(id: ContainerId): Promise<ContainerExit>;
  forget(id: ContainerId): void;
  close(): void;
}

interface Entry {
  readonly promise: Promise<ContainerExit>;
  readonly resolve: (exit: ContainerExit) => void;
}

export async function createContainerExits(engine: ContainerEngine): Promise<ContainerExits> {
  const entries = new Map<ContainerId, Entry>();
  const entryOf = (id: ContainerId): Entry => {
    const known = entries.get(id);
    if (known !== undefined) return known;
    const entry: Entry = Promise.withResolvers<ContainerExit>();
    entries.set(id, entry);
    return entry;
  };
  // Other processes' containers carry our label too: their exits must not collect here.
  const stop = await engine.watchExits((exit) => entries.get(exit.id)?.resolve(exit));
  return {
    of: (id) => entryOf(id).promise,
    forget: (id) => entries.delete(id),
    close: stop,
  };
}
