import { LamboxError } from '../../errors.ts';

/** Where the gateway listens. */
export interface ListenAddress {
  /** Empty: every address of this machine. */
  readonly hostname: string;
  /** 0: any free one. */
  readonly port: number;
}

/**
 * Without `-p`. Docker would publish nothing then; this machine alone is the nearest to it that
 * is of use.
 */
export const defaultListenAddress: ListenAddress = { hostname: '127.0.0.1', port: 9000 };

/** The port that RIE has in the container; there is no other to reach. */
const rieContainerPort = 8080;

/**
 * Reads docker's `-p`: `9000:8080`, `127.0.0.1:9000:8080`, `[::1]:9000:8080`, `127.0.0.1::8080`
 * and `8080` (any free port).
 * @throws LamboxError `InvalidOption`
 */
export function parsePublish(text: string): ListenAddress {
  const [mapping = '', protocol = 'tcp'] = text.split('/');
  const bracketed = /^\[([^\]]+)\]:(.*)$/.exec(mapping);
  const parts = (bracketed?.[2] ?? mapping).split(':');
  const containerPort = parseDigits(text, parts.pop() ?? '');
  const hostPort = parts.pop() ?? '';
  const hostname = bracketed?.[1] ?? parts.pop() ?? '';
  if (parts.length > 0) throw unreadable(text);
  requireContainerPort(text, containerPort, protocol);
  return { hostname, port: hostPort === '' ? 0 : parseDigits(text, hostPort) };
}

function parseDigits(text: string, digits: string): number {
  const port = /^\d+$/.test(digits) ? Number(digits) : Number.NaN;
  if (port <= 65_535) return port;
  throw unreadable(text);
}

function requireContainerPort(text: string, containerPort: number, protocol: string): void {
  if (containerPort === rieContainerPort && protocol.toLowerCase() === 'tcp') return;
  throw new LamboxError(
    'InvalidOption',
    `-p ${text} asks for container port ${containerPort}/${protocol}, but events have one way ` +
      'in, 8080/tcp; no other port of a function can be reached from outside',
    { remedy: 'Write -p HOST_PORT:8080.' },
  );
}

function unreadable(text: string): LamboxError {
  return new LamboxError('InvalidOption', `-p ${text} is not an address to publish`, {
    remedy: 'Write -p 9000:8080 or -p 127.0.0.1:9000:8080; ranges are not supported.',
  });
}
