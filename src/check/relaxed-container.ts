import type { ContainerSpec } from '../engine/container-engine.ts';

/** A folder that is read-only in production, to be copied to where it may be written to. */
export interface FolderCopy {
  readonly from: string;
  readonly to: string;
}

export interface RelaxedContainer {
  readonly spec: ContainerSpec;
  /** Before anything of the function's runs. */
  readonly copies: readonly FolderCopy[];
}

/** Where a function's own files are mounted. */
const packageTargets = ['/var/task', '/opt'];

/**
 * The same container with nothing forbidden that concerns files: whoever writes to a place that is
 * read-only on Lambda succeeds, and it can be seen. The user stays the same, so that `~` is where
 * it is on Lambda. A `VOLUME` of the image gets a volume of its own from the engine, which goes
 * with the container.
 */
export function relaxContainer(
  spec: ContainerSpec,
  imageVolumes: readonly string[],
): RelaxedContainer {
  const copies: FolderCopy[] = [];
  const moved = <Mount extends { readonly target: string }>(mount: Mount): Mount => {
    if (!packageTargets.includes(mount.target)) return mount;
    const from = `/var/lambox/package/${copies.length}`;
    copies.push({ from, to: mount.target });
    return { ...mount, target: from };
  };
  const [program = '', ...words] = spec.entryPoint;
  const relaxed: ContainerSpec = {
    ...spec,
    entryPoint: [program, '--relaxed', ...words],
    binds: (spec.binds ?? []).map(moved),
    volumes: (spec.volumes ?? [])
      .filter((mount) => !imageVolumes.includes(mount.target))
      .map(moved),
    readOnlyRoot: false,
    // What shared memory needs, and what the shim hands on or copies with.
    ipcMode: 'private',
    capabilities: [...(spec.capabilities ?? []), 'CHOWN', 'DAC_OVERRIDE', 'FOWNER'],
  };
  return { spec: relaxed, copies };
}
