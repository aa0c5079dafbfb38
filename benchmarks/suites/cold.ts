import { lamboxCold } from '../contenders/lambox-cold.ts';
import { rawCold } from '../contenders/raw-cold.ts';
import { buildRawBoot } from '../raw-boot-program.ts';
import { deployVersion, memorySizesMb, type Workbench } from '../workbench.ts';
import { runSuite, type SuiteResult } from './suite.ts';

const names = {
  raw: 'raw',
  rawAgain: 'raw again',
  lambox: 'library',
  lamboxLeast: 'library 128 MB',
} as const;

/** Both ends are compared with the same end of the other, so that nobody is given a head start. */
export async function coldSuite(bench: Workbench): Promise<SuiteResult> {
  const { configuration, sandbox } = bench;
  const version = await deployVersion(bench, memorySizesMb.whole);
  const rawBoot = await buildRawBoot(configuration.cacheDirectory);
  const relativeTo = names.raw;
  return await runSuite(bench, {
    name: 'cold',
    title:
      'A new environment from scratch: the library against the bare Engine API (create, attach, ' +
      'start) and the same runtime’s boot in a container with the same options. next: until the ' +
      'runtime asks for its first event; answer: until that event’s answer is there.',
    contenders: [
      rawCold(bench, names.raw, version, rawBoot),
      rawCold(bench, names.rawAgain, version, rawBoot),
      lamboxCold(sandbox, names.lambox, memorySizesMb.whole),
      lamboxCold(sandbox, names.lamboxLeast, memorySizesMb.least),
    ],
    control: { reference: names.raw, again: names.rawAgain, metric: 'next' },
    rounds: bench.quick ? 10 : 60,
    questions: [
      { contender: names.lambox, metric: 'next', relativeTo, bar: 1.15 },
      { contender: names.lambox, metric: 'answer', relativeTo, bar: 1.15 },
      { contender: names.lamboxLeast, metric: 'next', relativeTo },
      { contender: names.lamboxLeast, metric: 'answer', relativeTo },
    ],
  });
}
