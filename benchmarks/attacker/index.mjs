// What a hostile neighbour does for a second or two, chosen by its event. Each attack is within the
// environment's own bounds as Lambda sets them; how it ends is the environment's business.
import { spawn } from 'node:child_process';
import { openSync, writeSync } from 'node:fs';
import { Worker } from 'node:worker_threads';

const attackMs = 1_500;

const attacks = {
  /** As long as an attack, so that what is compared are blocks of one length. */
  async rest() {
    await pause();
  },

  /** Nothing: only its init. */
  async nothing() {},

  /** Fifty threads that never sleep. */
  async spin() {
    const threads = Array.from({ length: 50 }, () => new Worker('for (;;);', { eval: true }));
    await pause();
    await Promise.all(threads.map((thread) => thread.terminate()));
  },

  /** Up to the limit of processes, and then at the limit. */
  async forks() {
    const children = new Set();
    const until = Date.now() + attackMs;
    while (Date.now() < until) {
      const child = spawn('/bin/sleep', ['60'], { stdio: 'ignore' });
      child.on('error', () => {});
      children.add(child);
      await new Promise(setImmediate);
    }
    for (const child of children) child.kill('SIGKILL');
  },

  /** Until the kernel ends it. */
  async memory() {
    const held = [];
    for (;;) held.push(Buffer.alloc(1 << 20, 1));
  },

  /** Lines without a pause. */
  async flood() {
    const line = `${'x'.repeat(1_023)}\n`;
    const until = Date.now() + attackMs;
    while (Date.now() < until) writeSync(1, line);
  },

  /** Fills /tmp and writes on. */
  async disk() {
    const file = openSync('/tmp/full', 'w');
    const block = Buffer.alloc(1 << 20, 1);
    const until = Date.now() + attackMs;
    for (let at = 0; Date.now() < until; at += 1) {
      // Its size stays within a quarter of what /tmp holds.
      writeSync(file, block, 0, block.length, (at % 128) << 20);
    }
  },
};

const pause = () => new Promise((resolve) => setTimeout(resolve, attackMs));

export async function handler({ attack }) {
  await attacks[attack]();
  return attack;
}
