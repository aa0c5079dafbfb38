import type { Runtime } from './runtime.ts';
import { runtimes } from './runtimes.ts';

/**
 * What to know of a runtime that AWS has deprecated, one sentence or two; `null` of others. The
 * dates are AWS's projections, and nothing here is refused for them.
 * @param today `YYYY-MM-DD`
 */
export function deprecationNotice(runtime: Runtime, today: string): string | null {
  const { identifier, stage, dates } = runtime;
  const { deprecation } = dates;
  const hasPassed = deprecation !== null && deprecation <= today;
  if (stage !== 'deprecated' && !hasPassed) return null;
  const since = hasPassed ? ` since ${deprecation}` : '';
  const blocks = blockDates(runtime, today);
  const newer = newest(runtime);
  const instead = newer === null ? '' : ` Its successor is ${newer.identifier}.`;
  return `${identifier} is deprecated${since}${blocks}; it goes on running.${instead}`;
}

function blockDates({ dates }: Runtime, today: string): string {
  const verb = (date: string): string => (date <= today ? 'takes' : 'will take');
  const parts = [
    [dates.blockCreate, 'no new functions'] as const,
    [dates.blockUpdate, 'no updates'] as const,
  ].flatMap(([date, what]) => (date === null ? [] : [`${verb(date)} ${what} from ${date} on`]));
  return parts.length === 0 ? '' : ` and, as AWS plans, ${parts.join(' and ')}`;
}

/** Of the same family, the first in the table that is no preview. */
function newest({ family, identifier }: Runtime): Runtime | null {
  const current = runtimes.find((known) => known.family === family && known.stage === 'current');
  return current === undefined || current.identifier === identifier ? null : current;
}
