import type { Duplex } from 'node:stream';
import { LamboxError } from '../errors.ts';
import { raceAbort } from './abort-race.ts';
import type { Channel } from './channel.ts';
import { FrameConnection } from './frame-connection.ts';
import type { HelloFrame } from './guest-frames.ts';

/**
 * Waits on the stream for the shim's hello and welcomes it. The stream is the channel's from here
 * on: it ends with it.
 * @throws LamboxError `ChannelFailed` when no proper hello comes, or the signal aborts first.
 */
export async function createFramedChannel(stream: Duplex, signal: AbortSignal): Promise<Channel> {
  const connection = new FrameConnection(stream);
  try {
    const hello = await raceAbort(receiveHello(connection), signal, "the shim's hello");
    connection.send([{ kind: 'welcome', protocol: 1 }]);
    return {
      hello,
      send: (...frames) => connection.send(frames),
      onFrame: (listener) => connection.listen(listener),
      pause: () => connection.pause(),
      resume: () => connection.resume(),
      ended: connection.ended,
      close: () => connection.close(),
    };
  } catch (error) {
    connection.close();
    throw error;
  }
}

function receiveHello(connection: FrameConnection): Promise<HelloFrame> {
  const { promise, resolve, reject } = Promise.withResolvers<HelloFrame>();
  void connection.ended.then((error) => {
    reject(error ?? new LamboxError('ChannelFailed', 'The channel was closed before the hello.'));
  });
  connection.listen((frame) => {
    connection.listen(null);
    if (frame.kind === 'hello') resolve(frame);
    else {
      const message = `The shim began with ${frame.kind}, expected hello.`;
      reject(new LamboxError('ChannelFailed', message));
    }
  });
  return promise;
}
