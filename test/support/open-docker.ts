import os from 'node:os';
import type { ContainerEngine } from '../../src/engine/container-engine.ts';
import { findEngine } from '../../src/engine/find-engine.ts';

/** The engine that the tests' surroundings name. */
export async function openDocker(): Promise<ContainerEngine> {
  const { DOCKER_HOST, DOCKER_CONTEXT, XDG_RUNTIME_DIR } = process.env;
  return findEngine({
    dockerHost: DOCKER_HOST ?? null,
    dockerContext: DOCKER_CONTEXT ?? null,
    homeDirectory: os.homedir(),
    runtimeDirectory: XDG_RUNTIME_DIR ?? null,
    uid: os.userInfo().uid,
  });
}

/** The path of its socket on this machine. */
export async function engineSocket(): Promise<string> {
  const engine = await openDocker();
  const { address } = await engine.describe();
  await engine.close();
  return address.replace(/^unix:\/\//, '');
}
