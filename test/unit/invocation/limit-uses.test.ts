import { describe, expect, it } from 'vitest';
import { listLimitUses } from '../../../src/invocation/limit-uses.ts';
import { resolveFunctionConfiguration } from '../../../src/lambda/resolve-function-configuration.ts';
import { guestFrame } from '../../support/guest-frames.ts';

const facts = {
  configuration: resolveFunctionConfiguration({
    functionName: 'f',
    runtime: 'nodejs24.x',
    handler: 'index.handler',
    variables: { TABLE: 'ü' },
  }),
  codeSizeBytes: 1_000,
  eventBytes: 2,
  responseBytes: 3,
  responseBytesMax: 6_291_556,
  report: {
    durationMs: 12.5,
    billedDurationMs: 13,
    initDurationMs: null,
    memorySizeMb: 128,
    maxMemoryUsedMb: 64,
    status: 'success',
    errorType: null,
  },
  stats: guestFrame('stats'),
} as const;

describe('listLimitUses', () => {
  it('has each limit with what was used of it', () => {
    expect(listLimitUses(facts)).toEqual([
      { name: 'duration', used: 12.5, limit: 3_000, unit: 'ms' },
      { name: 'memory', used: 67_108_864, limit: 134_217_728, unit: 'bytes' },
      { name: 'tmp', used: 8_192, limit: 536_870_912, unit: 'bytes' },
      { name: 'descriptors', used: 30, limit: 1_024, unit: 'count' },
      { name: 'threads', used: 12, limit: 1_024, unit: 'count' },
      { name: 'event', used: 2, limit: 6_291_456, unit: 'bytes' },
      { name: 'response', used: 3, limit: 6_291_556, unit: 'bytes' },
      { name: 'variables', used: 14, limit: 4_096, unit: 'bytes' },
      { name: 'code', used: 1_000, limit: 262_144_000, unit: 'bytes' },
    ]);
  });

  it('leaves out the code of an image', () => {
    const names = listLimitUses({ ...facts, codeSizeBytes: null }).map(({ name }) => name);
    expect(names).not.toContain('code');
  });

  it('does not guess what could not be asked', () => {
    const used = (stats: Parameters<typeof listLimitUses>[0]['stats']) =>
      Object.fromEntries(listLimitUses({ ...facts, stats }).map((use) => [use.name, use.used]));
    expect(used(null)).toMatchObject({ tmp: null, descriptors: null, threads: null });
    const seen = (threads: number) =>
      used(guestFrame('stats', { peaks: { threads, descriptorsMax: 0, tmpBytes: 4_096 } }));
    expect(seen(0)).toMatchObject({ tmp: 4_096, descriptors: null, threads: null });
    // A kernel before 6.2.
    expect(seen(9)).toMatchObject({ tmp: 4_096, descriptors: null, threads: 9 });
  });
});
