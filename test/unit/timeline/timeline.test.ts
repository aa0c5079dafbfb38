import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { derivePhases, type Mark, markNames } from '../../../src/timeline/timeline.ts';

const later = markNames.filter((name) => name !== 'accepted');
const timelines = fc
  .array(fc.record({ name: fc.constantFrom(...later), step: fc.float({ min: 0, max: 500 }) }))
  .filter((steps) => steps.every(({ step }) => Number.isFinite(step)))
  .map((steps) => {
    const marks: Mark[] = [{ name: 'accepted', atMs: 0 }];
    for (const { name, step } of steps)
      marks.push({ name, atMs: (marks.at(-1)?.atMs ?? 0) + step });
    return marks;
  });

describe('derivePhases', () => {
  it('never overlaps, is never negative and sums to the whole', () => {
    fc.assert(
      fc.property(timelines, (marks) => {
        const phases = derivePhases(marks);
        let at = 0;
        for (const phase of phases) {
          expect(phase.durationMs).toBeGreaterThanOrEqual(0);
          expect(phase.startMs).toBe(at);
          at = marks[phases.indexOf(phase) + 1]?.atMs ?? Number.NaN;
        }
        const sum = phases.reduce((total, { durationMs }) => total + durationMs, 0);
        expect(Math.abs(sum - (marks.at(-1)?.atMs ?? 0))).toBeLessThan(0.01);
      }),
    );
  });

  it('groups a cold start under the words of Lambda', () => {
    const marks: Mark[] = [
      { name: 'accepted', atMs: 0 },
      { name: 'containerCreated', atMs: 10 },
      { name: 'containerStarted', atMs: 110 },
      { name: 'shimConnected', atMs: 112 },
      { name: 'extensionsReady', atMs: 113 },
      { name: 'runtimeStarted', atMs: 114 },
      { name: 'initDone', atMs: 150 },
      { name: 'eventSent', atMs: 150.5 },
    ];
    expect(derivePhases(marks).map(({ name, group }) => `${group}/${name}`)).toEqual([
      'allocation/create',
      'allocation/start',
      'environmentSetup/connect',
      'init/extensionInit',
      'environmentSetup/runtimeBoot',
      'init/init',
      'invoke/dispatch',
    ]);
  });

  it('refuses time that goes back and a beginning that is none', () => {
    const back: Mark[] = [
      { name: 'accepted', atMs: 0 },
      { name: 'eventSent', atMs: 2 },
      { name: 'firstByte', atMs: 1 },
    ];
    expect(() => derivePhases(back)).toThrow('mark firstByte at 1 ms cannot follow eventSent');
    expect(() => derivePhases([{ name: 'eventSent', atMs: 0 }])).toThrow('begins with accepted');
    expect(() => derivePhases([])).toThrow('got undefined');
  });
});
