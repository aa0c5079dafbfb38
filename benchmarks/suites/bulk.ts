import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { summarize } from '../../src/benchmark/statistics/percentile.ts';
import type { FunctionVersion } from '../../src/environment/function-version.ts';
import { type StreamedResponse, streamResponse } from '../contenders/response-stream.ts';
import { createGuest } from '../guest.ts';
import { judge } from '../statistics/verdict.ts';
import { deployVersion, memorySizesMb, type Workbench } from '../workbench.ts';
import type { Finding, Row, SuiteResult } from './suite.ts';

const megabytes = 100;
/** The first lets buffers and compiled code come to their size. */
const passes = 3;
const mebibyte = 1024 * 1024;

/**
 * What may be resident more after the last pass than after the first; far below what went through.
 */
const growthBarMb = 8;

/** Whether either side grows with what passes through it. */
export async function bulkSuite(bench: Workbench): Promise<SuiteResult> {
  const version = await deployVersion(bench, memorySizesMb.whole);
  const streaming: FunctionVersion = {
    ...version,
    configuration: { ...version.configuration, handler: 'index.stream' },
  };
  const rows: Row[] = [];
  const findings: Finding[] = [];
  const samples = new Map<string, { milliseconds: number[] }[]>();
  for (const transport of ['socket', 'attach'] as const) {
    bench.signal.throwIfAborted();
    bench.say(`bulk: ${passes} × ${megabytes} MB over ${transport}`);
    const { responses, hostGrowthBytes } = await passThrough(bench, streaming, transport);
    const durations = responses.map(({ durationMs }) => durationMs);
    const contender = `${megabytes} MB, ${transport}`;
    samples.set(contender, [{ milliseconds: durations }]);
    rows.push({ contender, metric: 'milliseconds', summary: summarize(durations) });
    findings.push(...growthFindings(contender, responses, hostGrowthBytes));
  }
  return {
    name: 'bulk',
    title:
      `${passes} responses of ${megabytes} MB each through the channel, chunk by chunk, read as ` +
      'they come. What is resident is read every 10 MB; the host’s own after a collection.',
    rounds: passes,
    rows,
    findings,
    control: null,
    tooNoisy: false,
    samples,
  };
}

async function passThrough(
  bench: Workbench,
  version: FunctionVersion,
  transport: 'socket' | 'attach',
) {
  await using guest = await createGuest(bench, version, transport);
  const first = await streamResponse(guest, megabytes);
  const afterFirst = residentAfterCollection();
  const responses = [first];
  while (responses.length < passes) responses.push(await streamResponse(guest, megabytes));
  return { responses, hostGrowthBytes: residentAfterCollection() - afterFirst };
}

function growthFindings(
  contender: string,
  responses: readonly StreamedResponse[],
  hostGrowthBytes: number,
): Finding[] {
  const shim = responses.map(({ shimBytesMax }) => shimBytesMax);
  const shimGrowthBytes = (shim.at(-1) ?? Number.NaN) - (shim[0] ?? Number.NaN);
  return [
    finding(`${contender}: growth of the shim`, shimGrowthBytes, growthBarMb),
    finding(`${contender}: the shim at its largest`, Math.max(...shim), null),
    finding(`${contender}: growth of the orchestrator`, hostGrowthBytes, growthBarMb),
  ];
}

function finding(what: string, bytes: number, bar: number | null): Finding {
  const value = bytes / mebibyte;
  const interval = { middle: value, low: value, high: value };
  return { what, unit: 'MB', interval, bar, verdict: bar === null ? null : judge(interval, bar) };
}

function residentAfterCollection(): number {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  for (let time = 0; time < 3; time += 1) collect();
  return process.memoryUsage.rss();
}
