import { once } from 'node:events';
import { chmod } from 'node:fs/promises';
import { createServer, type Socket } from 'node:net';
import { LamboxError } from '../errors.ts';

/** A listening socket that serves one connection in its life. */
export interface SingleListener {
  /** The one connection. By then the path is unlinked and nobody can connect any more. */
  readonly accepted: Promise<Socket>;
  /** Stops listening, not the connection. Any number of times. */
  close(): void;
}

/**
 * Listens at `path` for one connection of any user who can reach it.
 * @throws LamboxError `StorageFailed` when it cannot.
 */
export async function listenOnce(path: string): Promise<SingleListener> {
  const { promise: accepted, resolve } = Promise.withResolvers<Socket>();
  const server = createServer({ pauseOnConnect: true });
  server.maxConnections = 1;
  server.once('connection', (socket) => {
    // Closing unlinks the path.
    server.close();
    // A guest that goes before anybody listens to it must not end the process.
    socket.on('error', () => {});
    resolve(socket);
  });
  try {
    server.listen({ path, backlog: 1 });
    await once(server, 'listening');
    await chmod(path, 0o666);
  } catch (cause) {
    server.close();
    throw new LamboxError('StorageFailed', `Cannot listen on the channel's socket ${path}.`, {
      cause,
    });
  }
  return { accepted, close: () => server.close() };
}
