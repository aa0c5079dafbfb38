import { lookup } from 'node:dns/promises';
import { readFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { networkInterfaces } from 'node:os';

const reach = (host, port) =>
  new Promise((resolve) => {
    const socket = connect({ host, port, timeout: 1_000 });
    socket.on('connect', () => resolve('connected'));
    socket.on('timeout', () => resolve('timeout'));
    socket.on('error', (error) => resolve(error.code));
  });

/** The address that a server gets which listens at the name. */
const bind = (host) =>
  new Promise((resolve) => {
    const server = createServer();
    server.on('error', (error) => resolve(error.code));
    server.listen({ host, port: 0 }, () => {
      const { address } = server.address();
      server.close(() => resolve(address));
    });
  });

export const handler = async () => ({
  interfaces: Object.keys(networkInterfaces()),
  // A route to everywhere, as the kernel lists it: destination 0.
  hasWayOut: /^\S+\t00000000\t/m.test(readFileSync('/proc/net/route', 'utf8')),
  // TEST-NET-1: nobody answers there, but who has a network tries.
  outside: await reach('192.0.2.1', 80),
  sandbox: (await lookup('sandbox.localdomain')).address,
  bound: [await bind('sandbox'), await bind('sandbox.localdomain')],
});
