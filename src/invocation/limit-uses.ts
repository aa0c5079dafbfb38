import type { StatsFrame } from '../channel/frames.ts';
import { variablesBytes } from '../lambda/environment-variables.ts';
import type { FunctionConfiguration } from '../lambda/function-configuration.ts';
import { limits } from '../lambda/limits.ts';
import type { Report } from './report.ts';

/** How close one invocation came to one of Lambda's limits (contract §1.10, §4.2, §4.5). */
export interface LimitUse {
  readonly name: LimitName;
  /** `null`: not known, because nothing was there any more to ask. */
  readonly used: number | null;
  readonly limit: number;
  readonly unit: 'ms' | 'bytes' | 'count';
}

export type LimitName =
  | 'duration'
  | 'memory'
  | 'tmp'
  | 'descriptors'
  | 'threads'
  | 'event'
  | 'response'
  | 'variables'
  | 'code';

export interface LimitFacts {
  readonly configuration: FunctionConfiguration;
  /** `null` for an image function, whose limit is the registry's business. */
  readonly codeSizeBytes: number | null;
  readonly eventBytes: number;
  readonly responseBytes: number;
  /** More for a streamed response. */
  readonly responseBytesMax: number;
  readonly report: Report;
  /** With its peaks; `null` where the environment could not be asked. */
  readonly stats: StatsFrame | null;
}

const mebibyte = 1024 * 1024;

/**
 * `duration`, `memory`, `event` and `response` are the invocation's own. `tmp`, `descriptors` (of
 * the process that has most) and `threads` (of all processes: Lambda counts both against one limit)
 * are the most that was seen while it ran. `variables` and `code` are the function's.
 */
export function listLimitUses(facts: LimitFacts): readonly LimitUse[] {
  const { configuration, report, codeSizeBytes } = facts;
  const peaks = facts.stats?.peaks;
  const bytes = (name: LimitName, used: number | null, limit: number): LimitUse => {
    return { name, used, limit, unit: 'bytes' };
  };
  const count = (name: LimitName, used: number | null, limit: number): LimitUse => {
    return { name, used, limit, unit: 'count' };
  };
  const timeoutMs = configuration.timeoutSeconds * 1000;
  const { memorySizeMb, ephemeralStorageMb, variables } = configuration;
  return [
    { name: 'duration', used: report.durationMs, limit: timeoutMs, unit: 'ms' },
    bytes('memory', report.maxMemoryUsedMb * mebibyte, memorySizeMb * mebibyte),
    bytes('tmp', peaks?.tmpBytes ?? null, ephemeralStorageMb * mebibyte),
    // 0: no process was seen, or the kernel does not tell.
    count('descriptors', peaks?.descriptorsMax || null, limits.openFilesMax),
    count('threads', peaks?.threads || null, limits.processesMax),
    bytes('event', facts.eventBytes, limits.eventBytesMax),
    bytes('response', facts.responseBytes, facts.responseBytesMax),
    bytes('variables', variablesBytes(variables), limits.variablesBytesMax),
    ...(codeSizeBytes === null ? [] : [bytes('code', codeSizeBytes, limits.codeBytesMax)]),
  ];
}
