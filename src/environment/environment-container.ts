import type {
  ContainerEngine,
  ContainerExit,
  ContainerId,
  CpuQuota,
} from '../engine/container-engine.ts';
import type { ContainerExits } from './container-exits.ts';

/** The container beneath an environment: the few things that happen to it after its start. */
export interface EnvironmentContainer {
  readonly id: ContainerId;
  /** Resolves when the engine says that the container ended. */
  readonly exited: Promise<ContainerExit>;
  /**
   * Full CPU ends with the init phase (design §7). One Engine call at most, none where no quota
   * applies.
   */
  limitCpu(): Promise<void>;
  /** Kills, removes and forgets it with everything that was prepared for it. */
  remove(): Promise<void>;
}

export function createEnvironmentContainer(options: {
  readonly engine: ContainerEngine;
  readonly id: ContainerId;
  readonly exits: ContainerExits;
  readonly quota: CpuQuota | null;
  /** Frees the host's end: socket folder and the like. */
  readonly dispose: () => Promise<void>;
}): EnvironmentContainer {
  const { engine, id, quota } = options;
  let limited = quota === null;
  let removal: Promise<void> | null = null;
  const remove = async () => {
    await engine.removeContainer(id);
    await options.dispose();
    options.exits.forget(id);
  };
  return {
    id,
    exited: options.exits.of(id),
    async limitCpu() {
      if (limited) return;
      limited = true;
      // A container that ends meanwhile needs no quota; its end is reported elsewhere.
      await engine.updateContainer(id, quota).catch(() => undefined);
    },
    remove() {
      removal ??= remove();
      return removal;
    },
  };
}
