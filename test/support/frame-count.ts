import { vi } from 'vitest';
import { FrameConnection } from '../../src/channel/frame-connection.ts';

/** How many depends on when the machine gets to it, not on what is asked of an environment. */
const timely: ReadonlySet<string> = new Set(['freeze', 'thaw']);

/** Which frames this process sent to environments during the work, by kind. */
export async function framesSentBy(
  work: () => Promise<unknown>,
): Promise<Readonly<Record<string, number>>> {
  const send = vi.spyOn(FrameConnection.prototype, 'send');
  try {
    await work();
    const kinds = send.mock.calls.flatMap(([frames]) => frames.map(({ kind }) => kind));
    const counted = Map.groupBy(kinds, (kind) => kind);
    const counts = [...counted].map(([kind, sent]) => [kind, sent.length] as const);
    return Object.fromEntries(counts.filter(([kind]) => !timely.has(kind)));
  } finally {
    send.mockRestore();
  }
}
