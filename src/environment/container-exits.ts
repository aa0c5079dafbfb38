import type { ContainerEngine, ContainerId } from '../engine/container-engine.ts';

/** Tells each environment of its container's end, from one event stream for all. */
export interface ContainerExits {
  /** Resolves with the exit code. The same promise for the same container. */
  of(id: ContainerId): Promise<number>;
  forget(id: ContainerId): void;
  close(): void;
}

interface Entry {
  readonly promise: Promise<number>;
  readonly resolve: (exitCode: number) => void;
}

export async function createContainerExits(engine: ContainerEngine): Promise<ContainerExits> {
  const entries = new Map<ContainerId, Entry>();
  const entryOf = (id: ContainerId): Entry => {
    const known = entries.get(id);
    if (known !== undefined) return known;
    const entry: Entry = Promise.withResolvers<number>();
    entries.set(id, entry);
    return entry;
  };
  // Other processes' containers carry our label too: their exits must not collect here.
  const stop = await engine.watchExits(({ id, exitCode }) => entries.get(id)?.resolve(exitCode));
  return {
    of: (id) => entryOf(id).promise,
    forget: (id) => entries.delete(id),
    close: stop,
  };
}
