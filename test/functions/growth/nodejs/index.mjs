import { readdirSync, readFileSync } from 'node:fs';

const kept = [];

const residentBytes = (process) =>
  Number(/^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${process}/status`, 'utf8'))[1]) * 1024;

const actions = {
  nothing: () => 'x'.repeat(1024),
  leak: () => kept.push(new Array(128).fill(kept.length)),
  look: () => {
    globalThis.gc();
    return {
      bytes: residentBytes('self'),
      shimBytes: residentBytes(1),
      descriptors: readdirSync('/proc/self/fd').length,
    };
  },
};

export const handler = async ({ action }) => actions[action]();
