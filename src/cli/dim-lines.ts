import type { CommandContext } from './command-context.ts';

/** Says on stderr, a line each, what goes on: dim, as it is no result. */
export function dimLines({
  streams,
  paint,
}: Pick<CommandContext, 'streams' | 'paint'>): (line: string) => void {
  return (line) => {
    streams.stderr.write(`${paint.dim(line)}\n`);
  };
}
