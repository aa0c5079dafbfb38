'use strict';

/** By every way that there is: records, stdout, stderr, and what comes behind the last await. */
exports.handler = async ({ number }) => {
  console.log(`${number} record`);
  process.stdout.write(`${number} stdout\n`);
  process.stderr.write(`${number} stderr\n`);
  await null;
  console.error(`${number} last`);
  return number;
};
