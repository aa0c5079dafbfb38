import { appendFileSync, readFileSync } from 'node:fs';

const loadedAt = Date.now();
let count = 0;
console.log('module code runs');

export const handler = async ({ action }) => {
  count += 1;
  appendFileSync('/tmp/visits', 'x');
  if (action === 'exit') process.exit(1);
  if (action === 'hang') await new Promise(() => setInterval(() => {}, 1_000));
  return { count, loadedAt, visits: readFileSync('/tmp/visits', 'utf8').length };
};
