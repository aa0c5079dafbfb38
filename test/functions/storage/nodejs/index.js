'use strict';
const { once } = require('node:events');
const fs = require('node:fs');

const mebibyte = 1024 * 1024;

/** Writes until the disk is full or so much is there; what was written stays. */
function fill({ file, megabytes }) {
  const chunk = Buffer.alloc(mebibyte, 1);
  const descriptor = fs.openSync(file, 'w');
  let written = 0;
  try {
    while (written < megabytes * mebibyte) written += fs.writeSync(descriptor, chunk);
    return { writtenMb: written / mebibyte, error: null };
  } catch (error) {
    return { writtenMb: Math.floor(written / mebibyte), error: error.code };
  } finally {
    fs.closeSync(descriptor);
  }
}

const actions = {
  fill,
  list: () => fs.readdirSync('/tmp').sort(),
  room: () => {
    const { type, bsize, bavail } = fs.statfsSync('/tmp');
    return { type: type.toString(16), availableMb: (bavail * bsize) / mebibyte };
  },
  mode: () => {
    const { mode, uid, gid } = fs.statSync('/tmp');
    return { mode: (mode & 0o7777).toString(8), uid, gid };
  },
  own: () => {
    fs.writeFileSync('/tmp/own', 'x');
    const { mode, uid, gid } = fs.statSync('/tmp/own');
    return { mode: (mode & 0o7777).toString(8), uid, gid };
  },
  execute: () => {
    fs.writeFileSync('/tmp/script', '#!/bin/sh\necho ran\n', { mode: 0o755 });
    return require('node:child_process').execFileSync('/tmp/script').toString();
  },
  open: ({ count }) => {
    for (let opened = 0; opened < count; opened += 1) fs.openSync('/dev/null', 'r');
    return count;
  },
  /** Has them for a while, or to the deadline; what it answers, it has not any more. */
  hold: async ({ descriptors, megabytes, waitMs }) => {
    const open = Array.from({ length: descriptors }, () => fs.openSync('/dev/null', 'r'));
    fill({ file: '/tmp/held', megabytes });
    await new Promise((resolve) => setTimeout(resolve, waitMs));
    for (const descriptor of open) fs.closeSync(descriptor);
    fs.unlinkSync('/tmp/held');
    return fs.readdirSync('/tmp');
  },
  /** Processes and threads that are gone again when it answers. */
  crowd: async ({ processes, threads, waitMs }) => {
    const { Worker } = require('node:worker_threads');
    const { spawn } = require('node:child_process');
    const seconds = String(waitMs / 1000);
    const children = Array.from({ length: processes }, () => spawn('sleep', [seconds]));
    const script = `setTimeout(() => {}, ${waitMs})`;
    const workers = Array.from({ length: threads }, () => new Worker(script, { eval: true }));
    await Promise.all([...children, ...workers].map((each) => once(each, 'exit')));
  },
  exit: () => process.exit(3),
};

exports.handler = async (event) => actions[event.action](event);
