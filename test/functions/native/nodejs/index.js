'use strict';

const { execFileSync } = require('node:child_process');
const { chmodSync, copyFileSync, writeFileSync } = require('node:fs');
const os = require('node:os');

const run = (program, ...words) => execFileSync(program, words, { encoding: 'utf8' }).trim();

const actions = {
  /** A prebuilt Node-API module that the test lays beside this file. */
  module: () => {
    const { transform } = require('./binding.node');
    const { code } = transform({ filename: 'a.css', code: Buffer.from('a { color: red }'), minify: true });
    return code.toString();
  },
  surroundings: () => ({
    shell: run('/bin/sh', '-c', 'echo ${BASH_VERSION:+bash}'),
    user: os.userInfo().username,
    charmap: run('locale', 'charmap'),
    zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    hourOfTheEpochInBerlin: run('/bin/sh', '-c', 'TZ=Europe/Berlin date -d @0 +%H'),
  }),
  programs: () => {
    copyFileSync('/usr/bin/uname', '/tmp/copied');
    writeFileSync('/tmp/script', '#!/bin/bash\nwords=(from a script); echo "${words[*]}"\n');
    for (const file of ['/tmp/copied', '/tmp/script']) chmodSync(file, 0o755);
    return [run('/tmp/copied'), run('/tmp/script')];
  },
};

exports.handler = async ({ action }) => actions[action]();
