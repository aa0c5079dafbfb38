import type { CommandContext } from './command-context.ts';
import { confirm } from './confirm.ts';

export interface Removal {
  /** What it would remove, a line each. */
  readonly lines: readonly string[];
  /** Without asking. */
  readonly yes: boolean;
  /** Returns how many were kept, since others stand on them or use them. */
  readonly remove: () => Promise<number>;
}

/**
 * What is common to whatever prunes: shows, asks, removes, says how many.
 * @throws LamboxError `InvalidOption` where nobody can be asked
 */
export async function askToRemove(
  { lines, yes, remove }: Removal,
  { streams }: Pick<CommandContext, 'streams'>,
): Promise<void> {
  if (lines.length === 0) {
    streams.stdout.write('nothing to remove\n');
    return;
  }
  streams.stdout.write(lines.map((line) => `${line}\n`).join(''));
  if (!yes && !(await confirm('Remove these?', streams))) return;
  const kept = await remove();
  const remark = kept === 0 ? '' : `, kept ${kept} that others stand on or use`;
  streams.stdout.write(`removed ${lines.length - kept}${remark}\n`);
}
