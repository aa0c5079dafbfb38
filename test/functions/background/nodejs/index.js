'use strict';
const { spawn } = require('node:child_process');
const { appendFileSync, readFileSync } = require('node:fs');

const every = 10;
let started = false;

/** Both write the time of day in milliseconds, one stamp a line, for as long as they run. */
function start() {
  if (started) return;
  started = true;
  setInterval(() => appendFileSync('/tmp/timer', `${Date.now()}\n`), every);
  const loop = `while :; do date +%s%3N >>/tmp/child; sleep 0.0${every}; done`;
  spawn('setsid', ['sh', '-c', loop], { detached: true, stdio: 'ignore' }).unref();
}

function stamps(file) {
  try {
    return readFileSync(file, 'utf8').split('\n').filter(Boolean).map(Number);
  } catch {
    return [];
  }
}

/** Waits until both have written again since the event came, so that each is known to run. */
async function bothHaveWritten(since) {
  const fresh = (file) => stamps(file).some((stamp) => stamp >= since);
  while (!fresh('/tmp/timer') || !fresh('/tmp/child')) {
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

exports.handler = async () => {
  const since = Date.now();
  start();
  await bothHaveWritten(since + 3 * every);
  return { since, timer: stamps('/tmp/timer'), child: stamps('/tmp/child') };
};
