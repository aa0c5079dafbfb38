import { LamboxError } from '../errors.ts';

/** The Runtime API's own, inside every environment. */
const runtimeApiPort = 9_001;
const portMax = 65_535;
/** Each takes a listener or two inside, of the 256 connections that go on at once. */
const portsMax = 32;

/**
 * The ports that environments carry to this machine: those given, and those that a variable such as
 * `AWS_ENDPOINT_URL_S3` names on localhost, in their order and each once.
 * @throws LamboxError `InvalidOption`
 */
export function resolveHostServices(
  given: readonly number[],
  variables: Readonly<Record<string, string>>,
): readonly number[] {
  const ports = [
    ...given.map((port) => checkPort(port, `host service ${port}`)),
    ...Object.entries(variables).flatMap(([name, value]) => impliedPort(name, value)),
  ];
  const distinct = [...new Set(ports)];
  if (distinct.length <= portsMax) return distinct;
  throw new LamboxError('InvalidOption', `${distinct.length} host services, at most ${portsMax}`, {
    remedy: 'Name only those that the function calls.',
  });
}

function impliedPort(name: string, value: string): readonly number[] {
  if (!/^AWS_ENDPOINT_URL(_|$)/.test(name) || !URL.canParse(value)) return [];
  const { protocol, hostname, port } = new URL(value);
  if (!['localhost', '127.0.0.1', '[::1]'].includes(hostname)) return [];
  // What is the default of its scheme, URL leaves out.
  const number = port === '' ? defaultPort(protocol) : Number(port);
  return number === null ? [] : [checkPort(number, `${name}=${value}`)];
}

function defaultPort(protocol: string): number | null {
  if (protocol === 'http:') return 80;
  return protocol === 'https:' ? 443 : null;
}

/** @param written as the user gave it */
function checkPort(port: number, written: string): number {
  if (port === runtimeApiPort) {
    throw new LamboxError(
      'InvalidOption',
      `${written}: port ${runtimeApiPort} is the Runtime API's inside every environment`,
      { remedy: 'Let the service on this machine listen on another port and name that.' },
    );
  }
  if (Number.isInteger(port) && port >= 1 && port <= portMax) return port;
  throw new LamboxError('InvalidOption', `${written} is no port: expected 1 to 65,535`, {
    remedy: 'Name the port that the service listens on at 127.0.0.1, such as 4566.',
  });
}
