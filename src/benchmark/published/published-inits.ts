import type { Architecture } from '../../engine/container-engine.ts';
import data from './lambda-perf.json' with { type: 'json' };

/** What was measured on AWS and published, and by whom. */
export const publishedSource = {
  source: data.source,
  /** ISO 8601: when it was measured. */
  date: data.date,
  licence: data.licence,
  /** What the functions were. */
  measured: data.function,
} as const;

/** Init Duration of cold starts on AWS, in milliseconds. */
export interface PublishedInit {
  /** The runtime; where it does not say the language, that too. */
  readonly title: string;
  readonly count: number;
  readonly leastMs: number;
  readonly medianMs: number;
  readonly mostMs: number;
}

export interface PublishedFor {
  readonly runtime: string;
  readonly architecture: Architecture;
  readonly memorySizeMb: number;
}

type Inits = Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, number[]>>>>>>;

/** Those of zip files on the same runtime, at the same memory size: mostly one, often none. */
export function publishedInits(wanted: PublishedFor): readonly PublishedInit[] {
  const { runtime, architecture, memorySizeMb } = wanted;
  const inits: Inits = data.inits;
  return Object.entries(inits).flatMap(([title, sizes]) => {
    if (title !== runtime && !title.startsWith(`${runtime},`)) return [];
    const [count, leastMs, medianMs, mostMs] = sizes[architecture]?.[memorySizeMb] ?? [];
    if (count === undefined || leastMs === undefined) return [];
    if (medianMs === undefined || mostMs === undefined) return [];
    return [{ title, count, leastMs, medianMs, mostMs }];
  });
}
