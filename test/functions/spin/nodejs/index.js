'use strict';

const { execFileSync } = require('node:child_process');

let kept = 0;

/** A fixed amount of work for one processor. */
function work(rounds) {
  let value = kept;
  for (let round = 0; round < rounds; round += 1) value = (value * 1103515245 + 12345) | 0;
  kept = value;
}

exports.handler = async ({ rounds }) => {
  const began = performance.now();
  work(rounds);
  return { wallMs: performance.now() - began };
};

/** Has a child use so much processor time, and says how much that was in truth. */
exports.inChild = async ({ processorMs }) => {
  if (processorMs === 0) return 0;
  const script = `
    const usedMs = () => (process.cpuUsage().user + process.cpuUsage().system) / 1000;
    while (usedMs() < ${processorMs});
    console.log(usedMs());`;
  return Number(execFileSync(process.execPath, ['-e', script]));
};
