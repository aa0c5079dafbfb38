import type { CommandContext } from './command-context.ts';

const isMilestone = /^(fetching|making|building|pulling|Step \d+\/\d+|Status:|Digest:)/;
const columns = 96;

/** Says of long work its steps alone, a line each: a build has thousands of lines. */
export function milestones({ streams, paint }: CommandContext): (line: string) => void {
  return (line) => {
    if (!isMilestone.test(line)) return;
    const short = line.length > columns ? `${line.slice(0, columns)}…` : line;
    streams.stderr.write(`${paint.dim(short)}\n`);
  };
}
