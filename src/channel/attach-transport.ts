import { LamboxError } from '../errors.ts';
import type { ChannelTransport, PreparedChannel } from './channel.ts';
import { createFramedChannel } from './framed-channel.ts';

/** The container's stdin and stdout carry the frames: works wherever the engine's API works. */
export function createAttachTransport(): ChannelTransport {
  return { name: 'attach', prepare: async () => prepared };
}

/** Nothing on the host belongs to it, so one serves every environment. */
const prepared: PreparedChannel = {
  mounts: [],
  shimArguments: ['--channel', 'stdio'],
  needsStream: true,
  async connect(stream, signal) {
    if (stream === null) {
      const message = 'The attach transport was given no stream, expected the attached container.';
      throw new LamboxError('ChannelFailed', message);
    }
    return createFramedChannel(stream, signal);
  },
  async dispose() {},
};
