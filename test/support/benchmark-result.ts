import { type BenchmarkResult, benchmarkResult } from '../../src/benchmark/benchmark-result.ts';
import type { Contender } from '../../src/benchmark/contender.ts';
import type { Sample } from '../../src/benchmark/sample.ts';
import { seededRandom } from '../../src/benchmark/statistics/random.ts';
import { noisySamples, twoContenders } from './benchmark-samples.ts';

interface TestRun {
  readonly rounds: number;
  readonly slower?: (contender: Contender) => number;
  readonly contenders?: readonly Contender[];
  /** Besides the cold starts. */
  readonly more?: readonly Sample[];
}

/** What a run on a made-up machine comes to. */
export function testResult({ rounds, slower, contenders, more = [] }: TestRun): BenchmarkResult {
  const random = seededRandom(1);
  const all = contenders ?? twoContenders();
  const facts = {
    date: '2026-11-26T20:00:00.000Z',
    command: 'lambox bench ./a --compare ./b',
    conditions: {
      processor: '2 × Test, x64',
      architecture: 'x86_64' as const,
      memoryGib: 8,
      kernel: 'Linux 6, cgroup v2',
      engine: 'docker 26, overlay2',
      channel: 'socket',
      nodeVersion: 'v24.0.0',
      lamboxVersion: '0.1.0',
      functions: ['nodejs24.x on lambox/nodejs:24 (0123456789ab), aws-lambda-ric@4.0.2'],
    },
    before: { loadAverage: 0.1, stealSeconds: 1 },
    after: { loadAverage: 1.5, stealSeconds: 1.25 },
    contenders: all,
    imports: [],
    runtimes: new Map<string, string>(),
  };
  const samples = [...noisySamples(all, rounds, random, slower), ...more];
  return benchmarkResult(facts, { samples, complete: true }, random);
}
