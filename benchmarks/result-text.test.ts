import { expect, it } from 'vitest';
import { parseOptions } from './options.ts';
import { formatResult } from './result-text.ts';
import { exitCodes, type RunResult, verdictOfRun } from './run-result.ts';
import type { Finding } from './suites/suite.ts';

const calibration = { forkExecMs: 1, enginePingMs: 0.2, bareHttpMs: 0.1 };

function runWith(findings: readonly Finding[], tooNoisy = false): RunResult {
  return {
    date: '2026-01-02T03:04:05.678Z',
    quick: false,
    seed: 1,
    machine: { Kernel: 'Linux' },
    calibration: { before: calibration, after: calibration },
    busyness: {
      before: { loadAverage: 0.5, stealSeconds: 1 },
      after: { loadAverage: 0.6, stealSeconds: 3.25 },
    },
    suites: [
      {
        name: 'cold',
        title: 'One thing against another.',
        rounds: 20,
        rows: [
          {
            contender: 'raw',
            metric: 'next',
            summary: { count: 20, min: 201.4, p50: 250.6, p90: null, p99: null },
          },
        ],
        findings,
        control: { low: 0.98, middle: 1.004, high: 1.02 },
        tooNoisy,
        samples: new Map(),
      },
    ],
  };
}

const holds: Finding = {
  what: 'library ÷ raw, next',
  unit: '×',
  interval: { low: 1.01, middle: 1.0512, high: 1.1 },
  bar: 1.15,
  verdict: 'holds',
};

it('a result names the question, its interval, the bar and the verdict', () => {
  const text = formatResult(runWith([holds]));
  expect(text).toContain('Run of 2026-01-02 03:04 UTC, seed 1. Verdict: holds.');
  expect(text).toContain('| library ÷ raw, next | 1.05 [1.01 – 1.10] × | ≤ 1.15 × | holds |');
  expect(text).toContain('| raw | next | 20 | 201 | 251 | – | – |');
  expect(text).toContain('the reference against itself 1.00 [0.980 – 1.02].');
  expect(text).toContain('Time the hypervisor took meanwhile: 2.3 s.');
});

it('a run is as good as its worst certain verdict, and noise is said', () => {
  const undecided: Finding = { ...holds, verdict: 'undecided' };
  const noisy = runWith([holds, undecided], true);
  expect(exitCodes[verdictOfRun(noisy)]).toBe(4);
  expect(formatResult(noisy)).toContain('**too noisy to tell**');
  expect(exitCodes[verdictOfRun(runWith([{ ...holds, verdict: 'missed' }, undecided]))]).toBe(1);
  expect(exitCodes[verdictOfRun(runWith([{ ...holds, bar: null, verdict: null }]))]).toBe(0);
});

it('options are read, and what they cannot mean is refused', () => {
  expect(parseOptions([])).toMatchObject({ quick: false, seed: 1, json: null, record: false });
  expect(parseOptions(['--only', 'wire,cold', '--seed', '7'])).toMatchObject({
    suites: ['wire', 'cold'],
    seed: 7,
  });
  for (const words of [['--only', 'hot'], ['--seed', 'x'], ['--nonsense']]) {
    expect(() => parseOptions(words)).toThrow(expect.objectContaining({ code: 'InvalidOption' }));
  }
});
