import type { LimitUse } from '../invocation/limit-uses.ts';
import type { Paint } from './paint.ts';

/** From these shares on a line is no longer dim. */
const closeShare = 0.8;

/** How close the invocation came to each limit, one line each: used, limit, share. */
export function formatLimits(uses: readonly LimitUse[], paint: Paint): string {
  const lines = uses.map((use) => {
    const { name, used, limit } = use;
    const share = used === null ? null : used / limit;
    const figures = [quantity(used, use), quantity(limit, use)];
    const columns = figures.map((figure) => figure.padStart(13)).join(' ');
    const percent = share === null ? '–' : `${(share * 100).toFixed(1)} %`;
    const line = `  ${name.padEnd(11)} ${columns} ${percent.padStart(8)}`;
    return share !== null && share >= closeShare ? paint.yellow(line) : line;
  });
  const columns = ['used', 'limit'].map((title) => title.padStart(13)).join(' ');
  const head = `  ${'limits'.padEnd(11)} ${columns}`;
  return [paint.dim(head), ...lines].map((line) => `${line}\n`).join('');
}

/** Binary, as Lambda counts. */
function quantity(value: number | null, { unit }: LimitUse): string {
  if (value === null) return 'unknown';
  if (unit === 'ms') return `${value.toFixed(2)} ms`;
  if (unit === 'count') return String(value);
  const mebibytes = value / 2 ** 20;
  if (mebibytes >= 1) return `${mebibytes.toFixed(1)} MB`;
  return value >= 1024 ? `${(value / 1024).toFixed(1)} KB` : `${value} bytes`;
}
