import { LamboxError } from '../errors.ts';

/** Keys and certificates in PEM for an engine behind TLS. */
export interface EngineTls {
  readonly ca: Buffer | null;
  readonly certificate: Buffer | null;
  readonly key: Buffer | null;
  readonly verify: boolean;
}

/** Where an engine listens: a unix socket, or host and port. */
export type EngineAddress =
  | { readonly kind: 'socket'; readonly url: string; readonly path: string }
  | {
      readonly kind: 'tcp';
      readonly url: string;
      readonly host: string;
      readonly port: number;
      readonly tls: EngineTls | null;
    };

/** Docker's registered ports, without and with TLS. */
const plainPort = 2375;
const tlsPort = 2376;

export function socketAddress(path: string): EngineAddress {
  return { kind: 'socket', url: `unix://${path}`, path };
}

/**
 * Reads an address as `DOCKER_HOST` and Docker contexts spell it: `unix:///path`,
 * `tcp://host:port`.
 * @param source where the value comes from, for the message
 * @throws LamboxError `InvalidOption`
 */
export function parseEngineAddress(
  value: string,
  source: string,
  tls: EngineTls | null = null,
): EngineAddress {
  if (value.startsWith('unix://')) {
    return parseSocket(value, source);
  }
  if (value.startsWith('npipe://')) {
    throw refusal(value, source, 'named pipes are not supported', 'Run Lambox inside WSL 2.');
  }
  if (value.startsWith('ssh://')) {
    throw refusal(
      value,
      source,
      'engines behind ssh are not supported yet',
      `Forward its socket, ssh -nNT -L /tmp/docker.sock:/var/run/docker.sock ` +
        `${value.slice('ssh://'.length)}, and set DOCKER_HOST=unix:///tmp/docker.sock.`,
    );
  }
  return parseTcp(value, source, tls);
}

function parseSocket(value: string, source: string): EngineAddress {
  const path = value.slice('unix://'.length);
  if (!path.startsWith('/')) {
    throw refusal(value, source, 'a socket needs an absolute path', socketExample);
  }
  return socketAddress(path);
}

function parseTcp(value: string, source: string, tls: EngineTls | null): EngineAddress {
  const url = URL.canParse(value) ? new URL(value) : null;
  if (url === null || !['tcp:', 'http:', 'https:'].includes(url.protocol) || url.host === '') {
    throw refusal(value, source, 'expected unix:///path or tcp://host:port', socketExample);
  }
  const secured = tls ?? (url.protocol === 'https:' ? systemTrust : null);
  // URL drops the port that is the default of http and https, 80 and 443.
  const schemePort = { 'http:': 80, 'https:': 443, 'tcp:': secured ? tlsPort : plainPort };
  const port = url.port === '' ? schemePort[url.protocol as keyof typeof schemePort] : url.port;
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  return { kind: 'tcp', url: value, host, port: Number(port), tls: secured };
}

const systemTrust: EngineTls = { ca: null, certificate: null, key: null, verify: true };
const socketExample = 'For example DOCKER_HOST=unix:///var/run/docker.sock.';

function refusal(value: string, source: string, why: string, remedy: string): LamboxError {
  return new LamboxError('InvalidOption', `${source} is "${value}": ${why}.`, { remedy });
}
