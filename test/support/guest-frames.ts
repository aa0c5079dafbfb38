import type { FrameKind, FrameOf } from '../../src/channel/frames.ts';

/** What a healthy guest says, each kind with every member; a test names those it is about. */
const frames = {
  hello: {
    kind: 'hello',
    protocol: 1,
    shim: '0.1.0',
    architecture: 'amd64',
    cgroupVersion: 1,
    capabilities: ['freeze'],
  },
  mark: { kind: 'mark', mark: 'runtimeStarted', sinceUs: 1_000 },
  initCompleted: {
    kind: 'initCompleted',
    durationUs: 30_000,
    memoryBytes: 50_000_000,
    runtimeRelease: '',
    extensions: [],
  },
  processExited: {
    kind: 'processExited',
    process: 'runtime',
    name: 'bootstrap',
    exitCode: 1,
    signal: null,
    errorType: 'Runtime.ExitError',
    message: 'Runtime exited with error: exit status 1',
    sinceUs: 2_000,
    memoryBytes: 50_000_000,
  },
  outOfMemory: {
    kind: 'outOfMemory',
    victim: 'node',
    memoryBytes: 134_217_728,
    kills: 1,
    sinceUs: 2_000,
  },
  responseHead: {
    kind: 'responseHead',
    requestId: '',
    answer: 'response',
    contentType: 'application/json',
    mode: 'buffered',
    errorType: '',
    sinceUs: 500,
  },
  responseEnd: {
    kind: 'responseEnd',
    outcome: 'complete',
    bytes: 0,
    errorType: '',
    errorBody: new Uint8Array(0),
    sinceUs: 600,
  },
  invocationCompleted: {
    kind: 'invocationCompleted',
    requestId: '',
    durationUs: 900,
    runtimeDurationUs: 800,
    memoryBytes: 60_000_000,
    cpuUs: 700,
    throttledUs: 0,
    ranWhileFrozenUs: 0,
    processes: 1,
  },
  frozen: { kind: 'frozen', processes: 1, durationUs: 80 },
  thawed: { kind: 'thawed', ranWhileFrozenUs: 0 },
  resetDone: { kind: 'resetDone', durationUs: 1_500, memoryBytes: 60_000_000 },
  stats: {
    kind: 'stats',
    processes: 1,
    threads: 11,
    descriptors: 21,
    descriptorsMax: 21,
    tmpBytes: 4_096,
    memoryBytes: 60_000_000,
    cpuUs: 900,
    shimMemoryBytes: 8_000_000,
    peaks: { threads: 12, descriptorsMax: 30, tmpBytes: 8_192 },
  },
  shutdownDone: { kind: 'shutdownDone', durationUs: 400 },
  log: {
    kind: 'log',
    sinceUs: 4_000,
    epochUs: 0,
    origin: 'function',
    framing: 'line',
    level: null,
    continues: false,
    text: '',
  },
} as const satisfies { readonly [Kind in FrameKind]?: FrameOf<Kind> };

/** `guestFrame('mark', { mark: 'runtimeReady' })`: the rest is as a healthy guest has it. */
export function guestFrame<Kind extends keyof typeof frames>(
  kind: Kind,
  members: Partial<FrameOf<Kind>> = {},
): FrameOf<Kind> {
  const frame: unknown = { ...frames[kind], ...members };
  return frame as FrameOf<Kind>;
}
