import { lamboxCold } from '../contenders/lambox-cold.ts';
import { buildFunctionImage } from '../function-image.ts';
import { deployVersion, memorySizesMb, type Workbench } from '../workbench.ts';
import { runSuite, type SuiteResult } from './suite.ts';

const names = { small: 'image', smallAgain: 'image again', large: 'image of 3 GB' } as const;
const largeMegabytes = 3_000;

/** Layers are mounted, not copied: what is in an image and is not read costs nothing. */
export async function imageSuite(bench: Workbench): Promise<SuiteResult> {
  const version = await deployVersion(bench, memorySizesMb.whole);
  const base = version.package.image;
  await using small = await buildFunctionImage(bench, { name: 'small', base, megabytes: 0 });
  const largeOptions = { name: 'large', base, megabytes: largeMegabytes };
  await using large = await buildFunctionImage(bench, largeOptions);
  const contender = (name: string, { reference }: { readonly reference: string }) =>
    lamboxCold(bench.sandbox, name, {
      code: reference,
      memorySizeMb: memorySizesMb.whole,
      timeoutSeconds: 30,
    });
  const relativeTo = names.small;
  return await runSuite(bench, {
    name: 'image',
    title:
      'A new environment of an image function: one with 3 GB of data in a layer against the same ' +
      'without. next: until the runtime asks for its first event; answer: until that event’s ' +
      'answer is there.',
    contenders: [
      contender(names.small, small),
      contender(names.smallAgain, small),
      contender(names.large, large),
    ],
    control: { reference: names.small, again: names.smallAgain, metric: 'next' },
    rounds: bench.quick ? 10 : 60,
    questions: [
      { contender: names.large, metric: 'next', relativeTo, bar: 1.15 },
      { contender: names.large, metric: 'answer', relativeTo, bar: 1.15 },
    ],
  });
}
