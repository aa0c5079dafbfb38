import { LamboxError } from '../../errors.ts';
import { nearestName } from '../../lambda/nearest-name.ts';
import { type Metric, metrics } from '../metric.ts';
import { type Percentile, percentileNames } from '../statistics/percentile.ts';

/** What must not be passed. */
export type Limit =
  /** By how much it may be more than the baseline, or than the reference: 1.1 is 10 %. */
  { readonly kind: 'ratio'; readonly ratio: number } | { readonly kind: 'ms'; readonly ms: number };

/** One of `--fail-on`: a metric's percentile and what it must not pass. */
export interface Bar {
  /** As reports name it, with the metric's whole name: `cold.init.p90>+10%`. */
  readonly text: string;
  readonly metric: Metric;
  readonly percentile: Percentile;
  readonly limit: Limit;
}

const example = "--fail-on 'init.p90>+10%'";

/**
 * `metric.percentile>limit`. A metric may go without `cold.` or `warm.` where only one has the
 * name.
 * @throws LamboxError `InvalidOption` that says which part is wrong
 */
export function parseBar(text: string): Bar {
  const written = text.replaceAll(/\s/g, '');
  const [what = '', limitText, ...more] = written.split('>');
  if (limitText === undefined || more.length > 0) {
    throw refused(
      text,
      'expected a metric, one > and a limit',
      `Quote it for your shell: ${example}`,
    );
  }
  const dot = what.lastIndexOf('.');
  const metric = parseMetric(text, dot < 0 ? what : what.slice(0, dot));
  const percentile = percentileNames.find((name) => name === what.slice(dot + 1));
  if (dot < 0 || percentile === undefined) {
    const problem = `expected one of ${percentileNames.join(', ')} before the >`;
    throw refused(text, problem, `Write it such as ${metric.name}.p50>${limitText}.`);
  }
  const limit = parseLimit(text, limitText);
  return { text: `${metric.name}.${percentile}>${limitText}`, metric, percentile, limit };
}

function parseMetric(text: string, written: string): Metric {
  const found = metrics.filter(({ name }) => name === written || name.endsWith(`.${written}`));
  const [metric] = found;
  if (metric !== undefined && found.length === 1) return metric;
  const names = metrics.map(({ name }) => name);
  if (found.length > 1) {
    const which = found.map(({ name }) => name).join(' or ');
    throw refused(text, `${written} could be ${which}`, 'Write the whole name.');
  }
  const short = names.map((name) => name.slice(name.indexOf('.') + 1));
  const nearest = nearestName(written, [...names, ...short]);
  const meant = nearest === null ? '' : `Did you mean ${nearest}? `;
  const known = `Metrics: ${names.join(', ')}`;
  throw refused(text, `there is no metric ${JSON.stringify(written)}`, `${meant}${known}.`);
}

function parseLimit(text: string, written: string): Limit {
  const percent = /^\+(\d+(?:\.\d+)?)%$/.exec(written)?.[1];
  if (percent !== undefined) return { kind: 'ratio', ratio: 1 + Number(percent) / 100 };
  const [, number, unit] = /^(\d+(?:\.\d+)?)(ms|s)$/.exec(written) ?? [];
  const ms = Number(number) * (unit === 's' ? 1_000 : 1);
  if (ms > 0) return { kind: 'ms', ms };
  const problem = `the limit ${JSON.stringify(written)} is neither +N% nor a time`;
  const remedy =
    'Write +10% for a tenth more than the baseline (or than what is compared), or a time such as ' +
    '250ms or 1.5s.';
  throw refused(text, problem, remedy);
}

function refused(text: string, problem: string, remedy: string): LamboxError {
  return new LamboxError('InvalidOption', `--fail-on ${text}: ${problem}`, { remedy });
}
