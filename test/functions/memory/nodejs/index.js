'use strict';
const { closeSync, openSync, readFileSync, readSync } = require('node:fs');

const mebibyte = 1024 * 1024;
const held = [];

const actions = {
  nothing: () => 0,
  hold: ({ megabytes }) => {
    for (let count = 0; count < megabytes; count += 1) held.push(Buffer.alloc(mebibyte, 1));
    return held.length;
  },
  /** Through one small buffer: what is read is in the page cache alone. */
  read: ({ files }) => {
    const buffer = Buffer.alloc(mebibyte);
    let bytes = 0;
    for (const file of files) {
      const descriptor = openSync(file, 'r');
      for (;;) {
        const count = readSync(descriptor, buffer);
        if (count === 0) break;
        bytes += count;
      }
      closeSync(descriptor);
    }
    return { bytes, cgroupPeakBytes: cgroupPeakBytes() };
  },
};

/** The most that the container's cgroup had, page cache included; `null` where it cannot be read. */
function cgroupPeakBytes() {
  for (const file of ['memory/memory.max_usage_in_bytes', 'memory.peak']) {
    try {
      return Number(readFileSync(`/sys/fs/cgroup/${file}`, 'utf8'));
    } catch {}
  }
  return null;
}

exports.handler = async (event) => actions[event.action](event);
