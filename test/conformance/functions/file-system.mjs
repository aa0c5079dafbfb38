// Answers what a test asks of the sandbox that it runs in.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';

const statusOf = (path) => {
  const { mode, uid, gid } = fs.statSync(path);
  return { mode: (mode & 0o7777).toString(8), uid, gid };
};

const written = (path) => {
  try {
    fs.writeFileSync(path, 'x');
    fs.rmSync(path);
    return 'written';
  } catch (error) {
    return error.code;
  }
};

const fill = (path, megabytes) => {
  const block = Buffer.alloc(2 ** 20, 1);
  const file = fs.openSync(path, 'w');
  try {
    for (let count = 0; count < megabytes; count += 1) fs.writeSync(file, block);
    return 'written';
  } catch (error) {
    return error.code;
  } finally {
    fs.closeSync(file);
    fs.rmSync(path);
  }
};

const openUntilRefused = () => {
  const files = [];
  try {
    while (files.length < 5_000) files.push(fs.openSync('/dev/null', 'r'));
    return 'none';
  } catch (error) {
    return { code: error.code, count: files.length };
  } finally {
    for (const file of files) fs.closeSync(file);
  }
};

/** Spins until so much processor time is used, and says how long that took. */
const spin = (processorMs) => {
  const began = performance.now();
  const before = process.cpuUsage();
  const used = () => {
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  };
  while (used() < processorMs);
  return performance.now() - began;
};

const readError = (path) => {
  try {
    fs.readFileSync(path);
    return null;
  } catch (error) {
    return error.code;
  }
};

export const handler = async ({ spinMs, fillMb }, context) => {
  if (spinMs !== undefined) return spin(spinMs);
  if (fillMb !== undefined) return fill('/tmp/fill', fillMb);
  return {
    folders: Object.fromEntries(
      ['/var/task', '/var/runtime', '/var/lang', '/tmp'].map((path) => [path, statusOf(path)]),
    ),
    bootstrap: fs.existsSync('/var/runtime/bootstrap'),
    entrypoint: statusOf('/lambda-entrypoint.sh'),
    written: Object.fromEntries(
      ['/var/task/x', '/opt/x', '/var/runtime/x', '/x', '/home/x', '/dev/shm/x', '/tmp/x'].map(
        (path) => [path, written(path)],
      ),
    ),
    tmpBytes: (({ blocks, bsize }) => blocks * bsize)(fs.statfsSync('/tmp')),
    cwd: process.cwd(),
    node: process.execPath,
    user: os.userInfo().username,
    ids: [process.getuid(), process.getgid()],
    status: fs.readFileSync('/proc/self/status', 'utf8'),
    limits: fs.readFileSync('/proc/self/limits', 'utf8'),
    initMemory: readError('/proc/1/mem'),
    initVariables: readError('/proc/1/environ'),
    files: openUntilRefused(),
    architecture: spawnSync('uname', ['-m']).stdout.toString().trim(),
    context: {
      memory: context.memoryLimitInMB,
      names: Object.keys(JSON.parse(JSON.stringify(context))),
    },
  };
};
