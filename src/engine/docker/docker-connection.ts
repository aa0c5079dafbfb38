import http from 'node:http';
import https from 'node:https';
import { inspect } from 'node:util';
import Docker from 'dockerode';
import type { EngineAddress } from '../engine-address.ts';
import { timeoutError, toEngineError } from './engine-error.ts';
import { type EngineVerb, verbTimeoutsMs } from './verb-timeouts.ts';

/** One HTTP request through dockerode; the signal ends it. */
export type EngineRequest<Answer> = (docker: Docker, abortSignal: AbortSignal) => Promise<Answer>;

/** The way to one engine: connections, time limits, the count of requests, errors in our words. */
export interface DockerConnection {
  readonly address: EngineAddress;
  /** Requests made so far by verb. */
  readonly calls: ReadonlyMap<string, number>;
  /** A request whose answer is short; connections are reused. */
  request<Answer>(verb: EngineVerb, send: EngineRequest<Answer>): Promise<Answer>;
  /** A request whose answer is a stream; it gets a connection of its own. */
  openStream<Answer>(verb: EngineVerb, send: EngineRequest<Answer>): Promise<Answer>;
  close(): void;
}

/** Idle connections kept for the next request. */
const idleConnectionsMax = 8;

export function createDockerConnection(address: EngineAddress): DockerConnection {
  // Streams do not share an agent with requests, and no agent limits them: a limit would make the
  // next attach wait until an earlier container ends.
  const requestAgent = createAgent(address, {
    keepAlive: true,
    maxFreeSockets: idleConnectionsMax,
  });
  const streamAgent = createAgent(address, { keepAlive: false });
  const requestClient = createClient(address, requestAgent);
  const streamClient = createClient(address, streamAgent);
  const calls = new Map<string, number>();

  const send = async <Answer>(
    docker: Docker,
    verb: EngineVerb,
    request: EngineRequest<Answer>,
  ): Promise<Answer> => {
    calls.set(verb, (calls.get(verb) ?? 0) + 1);
    // A controller and a timer, not AbortSignal.timeout: the signal stays tied to an attached
    // connection, so it must never fire once the answer is there.
    const abort = new AbortController();
    Object.defineProperty(abort.signal, inspect.custom, { value: () => '[AbortSignal]' });
    const timeout = Promise.withResolvers<never>();
    const timer = setTimeout(() => {
      timeout.reject(timeoutError(verb, address.url, verbTimeoutsMs[verb]));
      abort.abort();
    }, verbTimeoutsMs[verb]);
    try {
      // A race besides the signal: some of dockerode's methods do not pass the signal on.
      return await Promise.race([request(docker, abort.signal), timeout.promise]);
    } catch (error) {
      throw toEngineError(error, verb, address.url);
    } finally {
      clearTimeout(timer);
    }
  };

  return {
    address,
    calls,
    request: (verb, request) => send(requestClient, verb, request),
    openStream: (verb, request) => send(streamClient, verb, request),
    close() {
      requestAgent.destroy();
      streamAgent.destroy();
    },
  };
}

/**
 * docker-modem writes out all it is given for every request, for a debug output that nobody reads.
 * With an agent's sockets that cost more than the request: an agent is one word.
 */
function createAgent(address: EngineAddress, options: http.AgentOptions): http.Agent {
  const agent = newAgent(address, options);
  Object.defineProperty(agent, inspect.custom, { value: () => '[Agent]' });
  return agent;
}

function newAgent(address: EngineAddress, options: http.AgentOptions): http.Agent {
  if (address.kind === 'socket' || address.tls === null) {
    return new http.Agent(options);
  }
  const { ca, certificate, key, verify } = address.tls;
  return new https.Agent({
    ...options,
    rejectUnauthorized: verify,
    ...(ca && { ca }),
    ...(certificate && { cert: certificate }),
    ...(key && { key }),
  });
}

/**
 * Every option is given, also as undefined: docker-modem fills gaps from the process's
 * environment.
 */
function createClient(address: EngineAddress, agent: http.Agent): Docker {
  const place =
    address.kind === 'socket'
      ? { socketPath: address.path, host: undefined, port: undefined, protocol: 'http' as const }
      : {
          socketPath: undefined,
          host: address.host,
          port: address.port,
          protocol: address.tls ? ('https' as const) : ('http' as const),
        };
  const options = {
    ...place,
    agent,
    pathPrefix: '/',
    ca: undefined,
    cert: undefined,
    key: undefined,
    timeout: undefined,
    username: undefined,
  };
  return new Docker(options as unknown as Docker.DockerOptions);
}
