'use strict';

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
