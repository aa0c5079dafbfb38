import { expect, it } from 'vitest';
import { StartGate } from '../../../src/environment/start-gate.ts';

it('lets so many through at once, the others in their order, also after a failure', async () => {
  const gate = new StartGate(2);
  const begun: number[] = [];
  const ends = [0, 1, 2, 3].map(() => Promise.withResolvers<void>());
  const works = ends.map((end, index) =>
    gate.pass(() => {
      begun.push(index);
      return end.promise;
    }),
  );
  await Promise.resolve();
  expect(begun).toEqual([0, 1]);
  ends[1]?.reject(new Error('no'));
  await expect(works[1]).rejects.toThrow('no');
  expect(begun).toEqual([0, 1, 2]);
  for (const end of ends) end.resolve();
  await Promise.all([works[0], works[2], works[3]]);
  expect(begun).toEqual([0, 1, 2, 3]);
});
