import { type Conditions, describeConditions } from '../../benchmark/conditions.ts';
import type { Sandbox } from '../../sandbox.ts';
import { systemClock } from '../../timeline/clock.ts';
import { packageVersion } from '../package-version.ts';

/** What a report says of the run itself. */
export interface RunFacts {
  readonly date: string;
  readonly command: string;
  readonly conditions: Conditions;
}

/** `functions` are those measured, each as it is called in a report; `argv` is the process's. */
export function runFacts(
  sandbox: Sandbox,
  functions: readonly string[],
  argv: readonly string[],
): RunFacts {
  return {
    date: new Date(systemClock.epochMs()).toISOString(),
    command: `lambox ${argv.slice(2).join(' ')}`,
    conditions: describeConditions(sandbox.engine, sandbox.channel, packageVersion(), functions),
  };
}
