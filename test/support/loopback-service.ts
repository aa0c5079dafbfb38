import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';

/** A service on a free port of 127.0.0.1, gone at the end of its scope. */
export interface LoopbackService extends AsyncDisposable {
  readonly port: number;
  /** The next connection that nobody has taken yet. */
  accept(): Promise<Socket>;
}

export async function openLoopbackService(host = '127.0.0.1'): Promise<LoopbackService> {
  const accepted: Socket[] = [];
  const all = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true, pauseOnConnect: true }, (socket) => {
    socket.on('error', () => {});
    all.add(socket);
    accepted.push(socket);
    server.emit('accepted');
  });
  server.listen(0, host);
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    async accept() {
      while (accepted.length === 0) await once(server, 'accepted');
      const [socket] = accepted.splice(0, 1);
      if (socket === undefined) throw new Error('no connection');
      socket.resume();
      return socket;
    },
    async [Symbol.asyncDispose]() {
      for (const socket of all) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

/** A port of 127.0.0.1 at which nobody listens. */
export async function unusedPort(): Promise<number> {
  await using service = await openLoopbackService();
  return service.port;
}
