import { expect, it } from 'vitest';
import { rehearsalFindings } from '../../../src/check/rehearsal-findings.ts';
import type { WrittenPath } from '../../../src/check/written-paths.ts';

const written = (path: string, kind: WrittenPath['kind'] = 'added', below = 0) => {
  return { path, kind, below };
};
const nothing = { written: [], sharedMemory: [], unreadable: [] };

it('nothing seen is nothing found', () => {
  expect(rehearsalFindings(nothing)).toEqual([]);
});

it('writes are told with what was done and what to do', () => {
  const findings = rehearsalFindings({
    ...nothing,
    written: [written('/home/x/.cache', 'added', 3), written('/etc/hosts', 'changed')],
  });
  expect(findings.map(({ id, what }) => `${id} ${what}`)).toEqual([
    'write /home/x/.cache (made, with 3 more in it)',
    'write /etc/hosts (changed)',
  ]);
  expect(findings[0]?.remedy).toMatch(/HOME/);
  for (const { why } of findings) expect(why).toMatch(/^will fail on Lambda because .*EROFS/);
});

it('shared memory is one finding, also where nothing of it is left', () => {
  const find = (...paths: string[]) =>
    rehearsalFindings({ ...nothing, sharedMemory: paths.map((path) => written(path)) }).map(
      ({ id, what }) => `${id} ${what}`,
    );
  expect(find('/dev/shm')).toEqual(['sharedMemory /dev/shm']);
  expect(find('/dev/shm/a', '/dev/shm/b')).toEqual([
    'sharedMemory /dev/shm (/dev/shm/a, /dev/shm/b)',
  ]);
});

it('what cannot be read is told with its mode', () => {
  const unreadable = [
    { path: '/var/task/key.pem', kind: 'file', mode: '0600', stamp: '1' },
    { path: '/var/task/lib', kind: 'folder', mode: '0700', stamp: '1' },
  ] as const;
  const [file, folder] = rehearsalFindings({ ...nothing, unreadable });
  expect(file).toMatchObject({ id: 'unreadable', what: '/var/task/key.pem (mode 0600)' });
  expect(file?.why).toMatch(/uid 993, who cannot read it/);
  expect(folder?.why).toMatch(/cannot enter it/);
});
