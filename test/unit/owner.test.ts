import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { currentOwner, formatOwner, isOwnerDead, parseOwner } from '../../src/owner.ts';

describe('owner', () => {
  it('reads what it writes', () => {
    const owner = currentOwner();
    expect(parseOwner(formatOwner(owner))).toEqual(owner);
    expect(parseOwner('no owner')).toBeNull();
  });

  it('knows itself alive, and dead a process that had its number before', () => {
    const owner = currentOwner();
    expect(isOwnerDead(owner)).toBe(false);
    expect(isOwnerDead({ ...owner, startTime: '1' })).toBe(true);
    expect(isOwnerDead({ ...owner, startTime: '1', host: 'another-host' })).toBe(false);
  });

  it('knows a process dead that has ended', async () => {
    const child = spawn(process.execPath, ['-e', '0']);
    await once(child, 'exit');
    expect(isOwnerDead({ ...currentOwner(), pid: child.pid ?? 0 })).toBe(true);
  });
});
