import type { ExtensionState, Frame, FrameKind, FrameOf } from './frames.ts';
import {
  base64,
  count,
  decimal,
  flag,
  list,
  named,
  nullable,
  type ObjectMember,
  object,
  oneOf,
  optional,
  text,
  variables,
  wholeNumber,
} from './json-member.ts';

/** What a frame's JSON holds: the frame without what the header says. */
type BodyOf<Kind extends FrameKind> = Omit<FrameOf<Kind>, 'kind' | 'stream'>;

type JsonBodies = { readonly [Kind in FrameKind]?: ObjectMember<BodyOf<Kind>> };

/** The JSON bodies of `docs/wire.md`, one for each kind that has one. */
const hostBodies: JsonBodies = {
  initialize: object({
    command: list(text),
    bootstraps: list(text),
    workingDirectory: text,
    variables,
    extensionVariables: variables,
    uid: count,
    gid: count,
    limits: object({
      openFiles: optional(count),
      stackBytes: optional(count),
      coreBytes: optional(count),
      lockedBytes: optional(count),
    }),
    memorySizeMb: count,
    function: object({ name: text, version: text, handler: text, accountId: text }),
    logDescriptor: flag,
    phase: oneOf('init', 'invoke'),
    hostServices: list(count),
    keepPeaks: flag,
  }),
  invoke: object({
    requestId: text,
    invocationId: text,
    functionArn: text,
    traceId: text,
    clientContext: text,
    cognitoIdentity: text,
    tenantId: text,
    contentType: text,
    remainingMs: decimal,
    eventBytes: count,
    responseBytesMax: count,
  }),
  reset: object({ reason: oneOf('timeout', 'failure') }),
  shutdown: object({ reason: oneOf('spindown', 'timeout', 'failure') }),
  welcome: object({ protocol: oneOf(1) }),
};

/** What init says of each extension. */
const extensions = list<ExtensionState>(
  object({ name: text, state: text, events: list(text), errorType: optional(text) }),
);

const phaseBodies: JsonBodies = {
  hello: object({
    protocol: oneOf(1),
    shim: text,
    architecture: oneOf('amd64', 'arm64'),
    cgroupVersion: oneOf(0, 1, 2),
    capabilities: list(text),
  }),
  mark: object({
    mark: oneOf('extensionsReady', 'runtimeStarted', 'runtimeReady', 'eventTaken'),
    sinceUs: count,
  }),
  initCompleted: object({
    durationUs: count,
    memoryBytes: count,
    runtimeRelease: text,
    extensions,
  }),
  initError: object({ errorType: text, contentType: text, body: base64 }),
  extensionError: object({
    name: text,
    phase: oneOf('init', 'exit'),
    errorType: text,
    body: base64,
    extensions: optional(extensions),
  }),
  processExited: object({
    process: oneOf('runtime', 'extension'),
    name: text,
    exitCode: nullable(wholeNumber),
    signal: nullable(text),
    errorType: text,
    message: text,
    sinceUs: count,
    memoryBytes: count,
    extensions: optional(extensions),
  }),
  outOfMemory: object({ victim: text, memoryBytes: count, kills: count, sinceUs: count }),
  frozen: object({ processes: count, durationUs: count }),
  thawed: object({ ranWhileFrozenUs: count }),
  resetDone: object({
    durationUs: count,
    memoryBytes: count,
    extensions: optional(extensions),
  }),
  shutdownDone: object({ durationUs: count }),
  stats: object({
    processes: count,
    threads: count,
    descriptors: count,
    descriptorsMax: count,
    tmpBytes: count,
    memoryBytes: count,
    cpuUs: count,
    shimMemoryBytes: count,
    peaks: optional(object({ threads: count, descriptorsMax: count, tmpBytes: count })),
  }),
  logsDropped: object({ records: count, bytes: count, reason: text }),
  protocolError: object({ message: text }),
};

const invocationBodies: JsonBodies = {
  responseHead: object({
    requestId: text,
    answer: named('kind', oneOf('response', 'error')),
    contentType: text,
    mode: oneOf('buffered', 'streaming'),
    errorType: text,
    sinceUs: count,
  }),
  responseEnd: object({
    outcome: oneOf('complete', 'tooLarge', 'truncated', 'invalidMode'),
    bytes: count,
    errorType: text,
    errorBody: base64,
    sinceUs: count,
  }),
  resend: object({ requestId: text }),
  invocationCompleted: object({
    requestId: text,
    durationUs: count,
    runtimeDurationUs: count,
    memoryBytes: count,
    cpuUs: count,
    throttledUs: count,
    ranWhileFrozenUs: count,
    processes: count,
  }),
};

const tunnelBodies: JsonBodies = {
  tunnelOpen: object({ port: count }),
  tunnelClose: object({ error: nullable(text) }),
};

/** `undefined`: the kind has no JSON body. */
export const jsonBodies: ReadonlyMap<string, ObjectMember<Partial<Frame>>> = new Map(
  Object.entries({ ...hostBodies, ...phaseBodies, ...invocationBodies, ...tunnelBodies }),
);
