'use strict';
const fs = require('node:fs');
const { join } = require('node:path');

/** Tries to create a file in every directory there is, links not followed. */
function walk() {
  const writable = [];
  let directories = 0;
  const pending = ['/'];
  while (pending.length > 0) {
    const directory = pending.pop();
    directories += 1;
    const probe = join(directory, 'lambox-probe');
    try {
      fs.closeSync(fs.openSync(probe, 'wx'));
      fs.unlinkSync(probe);
      writable.push(directory);
    } catch {}
    try {
      for (const entry of fs.readdirSync(directory, { withFileTypes: true })) {
        if (entry.isDirectory()) pending.push(join(directory, entry.name));
      }
    } catch {}
  }
  return { writable, directories };
}

const actions = {
  walk,
  identity: () => ({
    uid: process.getuid(),
    gid: process.getgid(),
    groups: process.getgroups(),
    user: require('node:os').userInfo().username,
    cwd: process.cwd(),
    capabilities: /^CapEff:\s*(\w+)$/m.exec(fs.readFileSync('/proc/self/status', 'utf8'))[1],
    noNewPrivileges: /^NoNewPrivs:\s*(\d)$/m.exec(fs.readFileSync('/proc/self/status', 'utf8'))[1],
  }),
  /** What a stat says, `null` where there is nothing. */
  stat: ({ path }) => {
    const found = fs.statSync(path, { throwIfNoEntry: false });
    return found === undefined ? null : { mode: (found.mode & 0o7777).toString(8), uid: found.uid };
  },
  write: ({ path }) => {
    try {
      fs.writeFileSync(path, 'x');
      return 'written';
    } catch (error) {
      return error.code;
    }
  },
  /** What each way to change a file that is there ends in. */
  change: ({ path }) => {
    fs.writeFileSync('/tmp/mine', 'mine');
    const ways = {
      unlink: () => fs.unlinkSync(path),
      rename: () => fs.renameSync(path, `${path}.moved`),
      link: () => fs.linkSync(path, `${path}.linked`),
      truncate: () => fs.truncateSync(path),
      append: () => fs.appendFileSync(path, 'x'),
      replace: () => fs.copyFileSync('/tmp/mine', path),
      chmod: () => fs.chmodSync(path, 0o777),
      utimes: () => fs.utimesSync(path, 1, 1),
    };
    const attempt = ([way, act]) => {
      try {
        act();
        return [way, 'done'];
      } catch (error) {
        return [way, error.code];
      }
    };
    return Object.fromEntries(Object.entries(ways).map(attempt));
  },
  read: ({ path }) => fs.readFileSync(path, 'utf8'),
  execute: () => {
    fs.writeFileSync('/tmp/script', '#!/bin/sh\necho ran\n', { mode: 0o755 });
    return require('node:child_process').execFileSync('/tmp/script').toString();
  },
  sizeMb: ({ path }) => {
    const { bavail, bsize } = fs.statfsSync(path);
    return Math.round((bavail * bsize) / 1024 / 1024);
  },
};

exports.handler = async (event) => actions[event.action](event);
