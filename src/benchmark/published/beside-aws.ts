import type { Architecture } from '../../engine/container-engine.ts';
import type { Contender } from '../contender.ts';
import type { Sample } from '../sample.ts';
import { median } from '../statistics/percentile.ts';
import { type PublishedInit, publishedInits, publishedSource } from './published-inits.ts';

/** A contender's Init Duration here and one that was published for its runtime and size. */
export interface BesideAws {
  readonly contender: string;
  readonly count: number;
  readonly medianMs: number;
  readonly published: PublishedInit;
}

/** By contender, the runtimes of functions that are zip files or directories. */
export type RuntimeNames = ReadonlyMap<string, string>;

/** Those contenders alone for which something was published. */
export function besideAws(
  contenders: readonly Contender[],
  samples: readonly Sample[],
  { runtimes, architecture }: { runtimes: RuntimeNames; architecture: Architecture },
): readonly BesideAws[] {
  const byContender = Map.groupBy(samples, ({ contender }) => contender);
  return contenders.flatMap(({ name: contender, memorySizeMb, control }) => {
    const runtime = runtimes.get(contender);
    const inits = (byContender.get(contender) ?? [])
      .map(({ initDurationMs }) => initDurationMs)
      .filter((value) => value !== null);
    if (control || runtime === undefined || inits.length === 0) return [];
    return publishedInits({ runtime, architecture, memorySizeMb }).map((published) => {
      return { contender, count: inits.length, medianMs: median(inits), published };
    });
  });
}

/** What they mean: stands wherever they do. */
export const besideAwsNote =
  'What may be compared is the order of magnitude, and how one runtime or package stands to ' +
  'another on the same side. The rest differs: AWS starts a microVM on processors of its own and ' +
  'reads code and images from caches of blocks, here a container starts on this machine, whose ' +
  'image and code are there already; and theirs is ' +
  `${publishedSource.measured}, yours is what it is.`;

export const besideAwsSource =
  `AWS: zip files, Init Duration, measured by ${publishedSource.source} on ` +
  `${publishedSource.date} (${publishedSource.licence}; the region is not said).`;
