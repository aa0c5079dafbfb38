import { networkInterfaces } from 'node:os';

/** Where a container on the engine's default bridge reaches this host. */
export function bridgeHost(): string {
  const { docker0 = [] } = networkInterfaces();
  return docker0.find(({ family }) => family === 'IPv4')?.address ?? '172.17.0.1';
}
