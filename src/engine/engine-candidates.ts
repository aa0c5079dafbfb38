import path from 'node:path';
import { type EngineAddress, socketAddress } from './engine-address.ts';

/** A place where an engine may listen, and how it comes into question. */
export interface EngineCandidate {
  readonly address: EngineAddress;
  readonly foundBy: string;
}

/** What of the user's surroundings decides where sockets are. */
export interface SocketSurroundings {
  readonly homeDirectory: string;
  /** `XDG_RUNTIME_DIR`. */
  readonly runtimeDirectory: string | null;
  /** `null` where there are no user ids. */
  readonly uid: number | null;
}

/** The sockets where engines listen without being named, in the order in which they are tried. */
export function listEngineCandidates(surroundings: SocketSurroundings): readonly EngineCandidate[] {
  const { homeDirectory, runtimeDirectory, uid } = surroundings;
  const ownRuntime = runtimeDirectory ?? (uid === null ? null : `/run/user/${uid}`);
  const sockets: [string | null, string][] = [
    ['/var/run/docker.sock', 'default socket'],
    [join(ownRuntime, 'docker.sock'), 'rootless socket'],
    [join(homeDirectory, '.docker/run/docker.sock'), 'Docker Desktop socket'],
    [join(homeDirectory, '.docker/desktop/docker.sock'), 'Docker Desktop socket'],
    [join(ownRuntime, 'podman/podman.sock'), 'Podman socket'],
    ['/run/podman/podman.sock', 'Podman socket'],
  ];
  return sockets.flatMap(([file, foundBy]) =>
    file === null ? [] : [{ address: socketAddress(file), foundBy }],
  );
}

function join(directory: string | null, file: string): string | null {
  return directory === null ? null : path.join(directory, file);
}
