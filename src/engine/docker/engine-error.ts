import { LamboxError } from '../../errors.ts';
import type { EngineVerb } from './verb-timeouts.ts';

/** What a failed request says about itself, whichever layer it comes from. */
interface RequestFailure {
  readonly message: string;
  /** Node's, e.g. `ECONNREFUSED`. */
  readonly code: string | null;
  /** The engine's HTTP answer. */
  readonly statusCode: number | null;
}

/** The connection itself failed: nobody there, no permission, or gone in the middle. */
const connectionCodes = new Map([
  ['ECONNREFUSED', 'nothing listens there'],
  ['ENOENT', 'there is no such socket'],
  ['ENOTSOCK', 'that is not a socket'],
  ['EACCES', 'permission was denied'],
  ['EPERM', 'permission was denied'],
  ['ENOTFOUND', 'the host name is unknown'],
  ['EAI_AGAIN', 'the host name cannot be looked up'],
  ['EHOSTUNREACH', 'the host cannot be reached'],
  ['ENETUNREACH', 'the network cannot be reached'],
  ['ETIMEDOUT', 'the connection timed out'],
  ['ECONNRESET', 'the connection broke'],
  ['EPIPE', 'the connection broke'],
]);

const dockerGroupRemedy =
  'Add yourself to the docker group: `sudo usermod -aG docker $USER`, then log in again.';
const startRemedy =
  'Start Docker (`sudo systemctl start docker`, or Docker Desktop) and try again.';

const remedies: readonly (readonly [RegExp, string])[] = [
  [/no space left on device/i, 'Free disk space: `docker system df` shows what the engine holds.'],
  [
    /bind source path does not exist/i,
    'The engine does not see files of this machine: set LAMBOX_FILES=volume and unset ' +
      'LAMBOX_CHANNEL, and they travel to it.',
  ],
];

/** Turns whatever a request threw into the error of the closed table that fits. */
export function toEngineError(error: unknown, verb: EngineVerb, url: string): LamboxError {
  if (error instanceof LamboxError) {
    return error;
  }
  const failure = readFailure(error);
  const connectionProblem = failure.code === null ? undefined : connectionCodes.get(failure.code);
  if (failure.statusCode === null && connectionProblem !== undefined) {
    return new LamboxError(
      'EngineUnreachable',
      `The container engine at ${url} cannot be reached: ${connectionProblem}.`,
      {
        remedy: unreachableRemedy(failure.code),
        evidence: { address: url, verb, errno: failure.code },
        cause: error,
      },
    );
  }
  return refusal(error, failure, verb, url);
}

/** The engine did not answer in time. */
export function timeoutError(verb: EngineVerb, url: string, timeoutMs: number): LamboxError {
  const code = verb === 'ping' ? 'EngineUnreachable' : 'EngineFailed';
  return new LamboxError(
    code,
    `The container engine at ${url} gave no answer to ${verb} within ${timeoutMs / 1000} s.`,
    {
      remedy: 'See whether `docker info` answers; if not, restart the engine.',
      evidence: { address: url, verb, timeoutMs },
    },
  );
}

/** The HTTP status with which the engine refused, or `null` when the error is of another kind. */
export function engineStatus(error: unknown): number | null {
  const { statusCode } = error instanceof LamboxError ? error.evidence : {};
  return typeof statusCode === 'number' ? statusCode : null;
}

/** What to do when the connection fails with this errno. */
export function unreachableRemedy(errno: string | null): string {
  return errno === 'EACCES' || errno === 'EPERM' ? dockerGroupRemedy : startRemedy;
}

function refusal(
  cause: unknown,
  failure: RequestFailure,
  verb: EngineVerb,
  url: string,
): LamboxError {
  const evidence = {
    address: url,
    verb,
    statusCode: failure.statusCode,
    engineMessage: failure.message,
  };
  if (failure.statusCode === 404 && /no such image/i.test(failure.message)) {
    return new LamboxError('ImageNotFound', `The engine says: ${failure.message}.`, {
      remedy: 'Build or pull the image first.',
      evidence,
      cause,
    });
  }
  if (failure.statusCode === 404 && /^network .* not found$/i.test(failure.message)) {
    return new LamboxError('InvalidOption', `The engine says: ${failure.message}.`, {
      remedy: 'Make it (docker network create NAME), or name one that docker network ls shows.',
      evidence,
      cause,
    });
  }
  if (failure.statusCode !== null && /invalid reference format/i.test(failure.message)) {
    return new LamboxError('InvalidOption', `The engine says: ${failure.message}.`, {
      remedy: 'An image is [registry/]name[:tag], the name in lower case, or an image id.',
      evidence,
      cause,
    });
  }
  if (failure.statusCode !== null && /mount(ing)? (local )?volume/i.test(failure.message)) {
    const message = `The container engine failed ${verb}: ${failure.message}.`;
    return new LamboxError('MountFailed', message, { evidence, cause });
  }
  const remedy = remedies.find(([words]) => words.test(failure.message))?.[1];
  const message = `The container engine failed ${verb}: ${failure.message}.`;
  return new LamboxError('EngineFailed', message, { evidence, cause, ...(remedy && { remedy }) });
}

function readFailure(error: unknown): RequestFailure {
  if (!(error instanceof Error)) {
    return { message: String(error), code: null, statusCode: null };
  }
  const { code, statusCode, json } = error as Error & Record<string, unknown>;
  const said = (json as { message?: unknown } | null | undefined)?.message;
  return {
    message: trimSentence(typeof said === 'string' ? said : error.message),
    code: typeof code === 'string' ? code : null,
    statusCode: typeof statusCode === 'number' ? statusCode : null,
  };
}

/** docker-modem puts the status in front of the engine's words. */
function trimSentence(text: string): string {
  return text
    .trim()
    .replace(/^\(HTTP code \d+\) .*? - /, '')
    .replace(/\.$/, '');
}
