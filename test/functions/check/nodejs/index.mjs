import { randomUUID } from 'node:crypto';
import { appendFileSync, mkdirSync, readFileSync, unlinkSync, writeFileSync } from 'node:fs';

const environment = randomUUID();
let count = 0;

/** Each does what the tutorials warn of, and nothing else. */
const deeds = {
  nothing: () => 'fine',
  writeCode: () => {
    writeFileSync('/var/task/cache.json', '{}');
    appendFileSync('/var/task/data.txt', 'more');
  },
  writeHome: () => {
    mkdirSync('/home/sbx_user1051/.cache', { recursive: true });
    for (const name of ['a', 'b']) writeFileSync(`/home/sbx_user1051/.cache/${name}`, name);
  },
  writeBriefly: () => {
    writeFileSync('/var/task/lock', '');
    unlinkSync('/var/task/lock');
  },
  shareMemory: () => {
    writeFileSync('/dev/shm/sem.x', '');
    unlinkSync('/dev/shm/sem.x');
  },
  writeTemporary: () => writeFileSync('/tmp/report', 'x'),
  countInModule: () => {
    count += 1;
    return count;
  },
  countInTmp: () => {
    appendFileSync('/tmp/visits', 'x');
    return readFileSync('/tmp/visits', 'utf8').length;
  },
  failWhenModuleCounted: () => {
    if (count > 0) throw new TypeError('counted already');
  },
  beTheUser: () => {
    if (process.getuid() !== 993) throw new Error(`uid ${process.getuid()}`);
  },
  fail: () => {
    throw new RangeError('no such thing');
  },
};

export const handler = async ({ deed = 'nothing', also = [] }) => ({
  result: deeds[deed](),
  also: also.map((name) => deeds[name]()),
  environment,
  at: Date.now(),
});
