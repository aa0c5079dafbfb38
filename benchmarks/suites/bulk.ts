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

/** What either side may have more after the last pass than after the first. */
const growthBarMb = 8;
/** What either side may have more while they pass than before; a response is 100 MB. */
const peakBarMb = 16;

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
    const passed = await passThrough(bench, streaming, transport);
    const { responses } = passed;
    const durations = responses.map(({ durationMs }) => durationMs);
    const contender = `${megabytes} MB, ${transport}`;
    samples.set(contender, [{ milliseconds: durations }]);
    rows.push({ contender, metric: 'milliseconds', summary: summarize(durations) });
    findings.push(...growthFindings(contender, passed));
  }
  return {
    name: 'bulk',
    title:
      `${passes} responses of ${megabytes} MB each through the channel, chunk by chunk, read as ` +
      'they come. The shim’s resident memory is read every 10 MB; the orchestrator’s after a ' +
      'collection, between them and, in one more, every 10 MB.',
    rounds: passes,
    rows,
    findings,
    control: null,
    tooNoisy: false,
    samples,
  };
}

interface Passed {
  readonly responses: readonly StreamedResponse[];
  /** From the first response to the last: what it holds, and what is resident of it. */
  readonly hostGrowth: { readonly heldBytes: number; readonly residentBytes: number };
  /** The most of the shim that was resident while they passed, above what was before the first. */
  readonly shimPeakBytes: number;
  /** The most that the orchestrator held of a response on its way, garbage left out. */
  readonly hostPeakBytes: number;
}

async function passThrough(
  bench: Workbench,
  version: FunctionVersion,
  transport: 'socket' | 'attach',
): Promise<Passed> {
  await using guest = await createGuest(bench, version, transport);
  const stats = guest.receive('stats');
  guest.channel.send({ kind: 'statsRequest' });
  const { shimMemoryBytes: shimIdleBytes } = await stats;
  const first = await streamResponse(guest, megabytes);
  const afterFirst = memoryAfterCollection();
  const responses = [first];
  while (responses.length < passes) responses.push(await streamResponse(guest, megabytes));
  const afterLast = memoryAfterCollection();
  // One more, whose time is not counted: a collection at every look.
  const looked = await streamResponse(guest, megabytes, () => memoryAfterCollection().heldBytes);
  return {
    responses,
    hostGrowth: {
      heldBytes: afterLast.heldBytes - afterFirst.heldBytes,
      residentBytes: afterLast.residentBytes - afterFirst.residentBytes,
    },
    shimPeakBytes: Math.max(...responses.map(({ shimBytesMax }) => shimBytesMax)) - shimIdleBytes,
    hostPeakBytes: looked.hostBytesMax - afterLast.heldBytes,
  };
}

function growthFindings(
  contender: string,
  { responses, hostGrowth, shimPeakBytes, hostPeakBytes }: Passed,
): Finding[] {
  const shim = responses.map(({ shimBytesMax }) => shimBytesMax);
  const shimGrowthBytes = (shim.at(-1) ?? Number.NaN) - (shim[0] ?? Number.NaN);
  return [
    finding(`${contender}: growth of the shim`, shimGrowthBytes, growthBarMb),
    finding(`${contender}: the shim at its largest, above idle`, shimPeakBytes, peakBarMb),
    finding(
      `${contender}: growth of what the orchestrator holds`,
      hostGrowth.heldBytes,
      growthBarMb,
    ),
    finding(`${contender}: the most that the orchestrator held`, hostPeakBytes, peakBarMb),
    // V8 keeps pages that nobody holds, some more and some less at each look.
    finding(`${contender}: growth of its resident memory`, hostGrowth.residentBytes, null),
  ];
}

function finding(what: string, bytes: number, bar: number | null): Finding {
  const value = bytes / mebibyte;
  const interval = { middle: value, low: value, high: value };
  return { what, unit: 'MB', interval, bar, verdict: bar === null ? null : judge(interval, bar) };
}

function memoryAfterCollection() {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  for (let time = 0; time < 3; time += 1) collect();
  const { heapUsed, external, rss } = process.memoryUsage();
  return { heldBytes: heapUsed + external, residentBytes: rss };
}
