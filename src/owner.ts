import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import process from 'node:process';

/**
 * Who made a thing: `<host>/<pid>/<start time>`. The start time tells a process from a later one
 * with its number. A thing whose owner is dead is a leftover, but only the owner's own host can
 * tell.
 */
export interface Owner {
  readonly host: string;
  readonly pid: number;
  /** Opaque; equal for the same process. */
  readonly startTime: string;
}

export function currentOwner(): Owner {
  return { host: hostname(), pid: process.pid, startTime: processStartTime(process.pid) ?? '' };
}

export function formatOwner(owner: Owner): string {
  return `${owner.host}/${owner.pid}/${owner.startTime}`;
}

/** `null` for a text that is not an owner's. */
export function parseOwner(text: string): Owner | null {
  const match = /^([^/]+)\/(\d+)\/(\d*)$/.exec(text);
  if (match === null) return null;
  const [, host = '', pid = '', startTime = ''] = match;
  return { host, pid: Number(pid), startTime };
}

/** Whether the owner certainly no longer runs. On another host nobody can know. */
export function isOwnerDead(owner: Owner): boolean {
  if (owner.host !== hostname()) return false;
  const startTime = processStartTime(owner.pid);
  if (startTime === null) return !isProcessAlive(owner.pid);
  return owner.startTime !== '' && startTime !== owner.startTime;
}

function isProcessAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Clock ticks since boot, field 22 of `/proc/<pid>/stat`; `null` where there is no such file. */
function processStartTime(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The second field is the command in brackets, which may hold anything.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null;
  } catch {
    return null;
  }
}
