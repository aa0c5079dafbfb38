import { once } from 'node:events';
import net, { type AddressInfo, type Socket } from 'node:net';

/** Carries connections to a port, and cuts those that bring much when it is told to. */
export class CuttingProxy implements AsyncDisposable {
  readonly #server: net.Server;
  readonly #sockets = new Set<Socket>();
  /** How many of the next large answers end in the middle. */
  cutsToCome = 0;
  /** How many did. */
  cutsMade = 0;

  private constructor(target: number, cutAfterBytes: number) {
    this.#server = net.createServer((client) => {
      const upstream = net.connect(target, '127.0.0.1');
      for (const socket of [client, upstream]) this.#keep(socket);
      client.pipe(upstream);
      upstream.once('close', () => client.destroy());
      client.once('close', () => upstream.destroy());
      let bytes = 0;
      upstream.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
        if (bytes > cutAfterBytes && this.cutsToCome > 0) {
          this.cutsToCome -= 1;
          this.cutsMade += 1;
          client.destroy();
        } else if (!client.write(chunk)) {
          upstream.pause();
          client.once('drain', () => upstream.resume());
        }
      });
    });
  }

  static async start(target: number, cutAfterBytes: number): Promise<CuttingProxy> {
    const proxy = new CuttingProxy(target, cutAfterBytes);
    proxy.#server.listen(0, '127.0.0.1');
    await once(proxy.#server, 'listening');
    return proxy;
  }

  get host(): string {
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #keep(socket: Socket): void {
    this.#sockets.add(socket);
    socket.on('error', () => {});
    socket.once('close', () => this.#sockets.delete(socket));
  }
}
