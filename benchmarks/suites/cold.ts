import { lamboxCold } from '../contenders/lambox-cold.ts';
import { rawCold } from '../contenders/raw-cold.ts';
import { createManyFiles } from '../many-files.ts';
import { buildRawBoot } from '../raw-boot-program.ts';
import { deployVersion, functionOptions, memorySizesMb, type Workbench } from '../workbench.ts';
import { runSuite, type SuiteResult } from './suite.ts';

const names = {
  raw: 'raw',
  rawAgain: 'raw again',
  lambox: 'library',
  lamboxLeast: 'library 128 MB',
  lamboxFiles: 'library 20,000 files',
} as const;

/** Both ends are compared with the same end of the other, so that nobody is given a head start. */
export async function coldSuite(bench: Workbench): Promise<SuiteResult> {
  const { configuration, sandbox } = bench;
  await using manyFiles = await createManyFiles();
  const whole = functionOptions(memorySizesMb.whole);
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
      lamboxCold(sandbox, names.lambox, whole),
      lamboxCold(sandbox, names.lamboxFiles, { ...whole, code: manyFiles.path }),
      lamboxCold(sandbox, names.lamboxLeast, functionOptions(memorySizesMb.least)),
    ],
    control: { reference: names.raw, again: names.rawAgain, metric: 'next' },
    rounds: bench.quick ? 10 : 80,
    questions: [
      { contender: names.lambox, metric: 'next', relativeTo, bar: 1.15 },
      { contender: names.lambox, metric: 'answer', relativeTo, bar: 1.15 },
      { contender: names.lamboxFiles, metric: 'next', relativeTo: names.lambox, bar: 1.1 },
      { contender: names.lamboxLeast, metric: 'next', relativeTo },
      { contender: names.lamboxLeast, metric: 'answer', relativeTo },
    ],
  });
}
