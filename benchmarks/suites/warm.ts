import { cpuQuota } from '../../src/lambda/cpu-quota.ts';
import { secondEntry } from '../contender.ts';
import { startLamboxRun } from '../contenders/lambox-run.ts';
import { startRie } from '../contenders/rie-container.ts';
import { type BlockSize, servedFunction } from '../contenders/served-function.ts';
import { obtainRie } from '../rie-program.ts';
import { deployVersion, functionDirectory, memorySizesMb, type Workbench } from '../workbench.ts';
import { runSuite, type SuitePlan, type SuiteResult } from './suite.ts';

const names = {
  rie: 'RIE',
  rieAgain: 'RIE again',
  riePublished: 'RIE -p',
  rieLeast: 'RIE 128 MB',
  lambox: 'lambox run',
  lamboxLeast: 'lambox run 128 MB',
} as const;

const cpuPeriodUs = 20_000;

/** The reference is RIE at its fastest: without a CPU quota, without Docker's proxy before it. */
export async function warmSuite(bench: Workbench): Promise<SuiteResult> {
  await using disposal = new AsyncDisposableStack();
  const whole: BlockSize = bench.quick ? { hot: 300, paced: 20 } : { hot: 400, paced: 20 };
  const least: BlockSize = bench.quick ? { hot: 20, paced: 5 } : { hot: 20, paced: 4 };
  const rie = await startRies(bench, disposal);
  const lambox = async (name: string, memorySizeMb: number) => {
    const served = await startLamboxRun({ name, codeDirectory: functionDirectory, memorySizeMb });
    disposal.defer(served.end);
    return { ...served, end: async () => undefined };
  };
  const reference = servedFunction(rie.bridge, whole);
  const plan: SuitePlan = {
    name: 'warm',
    title:
      'One event at a time over HTTP: `lambox run` against AWS’s RIE in a container, with the ' +
      'same image, handler and client. hot: an event right behind the answer to the last; ' +
      'paced: 4 ms later, when the environment has been frozen.',
    contenders: [
      reference,
      secondEntry(reference, names.rieAgain),
      servedFunction(rie.published, whole),
      servedFunction(rie.least, least),
      servedFunction(await lambox(names.lambox, memorySizesMb.whole), whole),
      servedFunction(await lambox(names.lamboxLeast, memorySizesMb.least), least),
    ],
    control: { reference: names.rie, again: names.rieAgain, metric: 'hot' },
    rounds: bench.quick ? 8 : 60,
    questions: [
      { contender: names.lambox, metric: 'hot', relativeTo: names.rie, bar: 0.9 },
      { contender: names.lambox, metric: 'paced', relativeTo: names.rie },
      { contender: names.lambox, metric: 'hot', relativeTo: names.riePublished },
      { contender: names.lamboxLeast, metric: 'hot', relativeTo: names.rieLeast },
    ],
  };
  return await runSuite(bench, plan);
}

async function startRies(bench: Workbench, disposal: AsyncDisposableStack) {
  const version = await deployVersion(bench, memorySizesMb.whole);
  const rie = await obtainRie(bench.configuration.cacheDirectory);
  const start = async (
    name: string,
    options: { reachedBy: 'published' | 'bridge'; memorySizeMb: number; limited: boolean },
  ) => {
    const { reachedBy, memorySizeMb, limited } = options;
    const served = await startRie({
      engine: bench.raw,
      name,
      rie,
      image: version.package.image.id,
      codeDirectory: version.package.codeDirectory ?? functionDirectory,
      memorySizeMb,
      quota: limited ? cpuQuota(memorySizeMb, bench.description.cpuCount, cpuPeriodUs) : null,
      reachedBy,
      labels: bench.labels,
    });
    disposal.defer(served.end);
    return { ...served, end: async () => undefined };
  };
  const { whole, least } = memorySizesMb;
  return {
    bridge: await start(names.rie, { reachedBy: 'bridge', memorySizeMb: whole, limited: false }),
    published: await start(names.riePublished, {
      reachedBy: 'published',
      memorySizeMb: whole,
      limited: false,
    }),
    least: await start(names.rieLeast, { reachedBy: 'bridge', memorySizeMb: least, limited: true }),
  };
}
