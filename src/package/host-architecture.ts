import process from 'node:process';
import type { Architecture } from '../engine/container-engine.ts';

/** For which architecture this machine's own programs are; `null`: none that an image can run. */
export function hostArchitecture(): Architecture | null {
  if (process.platform !== 'linux') return null;
  if (process.arch === 'x64') return 'x86_64';
  return process.arch === 'arm64' ? 'arm64' : null;
}
