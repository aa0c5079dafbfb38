import type { FrameKind } from './frames.ts';

/** Who may send a kind. */
export type Speaker = 'host' | 'guest';

/**
 * What a body is: nothing, a piece of a byte stream, a few bytes, a 32-bit number, a log record or
 * JSON.
 */
export type BodyForm = 'empty' | 'chunk' | 'bytes' | 'credit' | 'log' | 'json';

/** How frames of one kind are written. */
export interface FrameForm {
  readonly kind: FrameKind;
  readonly code: number;
  readonly speaker: Speaker | 'both';
  readonly body: BodyForm;
  readonly bodyBytesMax: number;
}

export const protocolVersion = 1;
export const headerBytes = 8;
export const chunkBytesMax = 65_536;

const bodyBytesMax: Readonly<Record<BodyForm, number>> = {
  empty: 1_048_576,
  chunk: chunkBytesMax,
  bytes: 64,
  credit: 1_048_576,
  log: 1_048_576,
  json: 1_048_576,
};

const table: Readonly<Record<FrameKind, readonly [number, Speaker | 'both', BodyForm]>> = {
  initialize: [0x01, 'host', 'json'],
  invoke: [0x02, 'host', 'json'],
  eventChunk: [0x03, 'host', 'chunk'],
  responseCredit: [0x04, 'host', 'credit'],
  freeze: [0x05, 'host', 'empty'],
  thaw: [0x06, 'host', 'empty'],
  reset: [0x07, 'host', 'json'],
  shutdown: [0x08, 'host', 'json'],
  ping: [0x09, 'host', 'bytes'],
  statsRequest: [0x0a, 'host', 'empty'],
  welcome: [0x0b, 'host', 'json'],
  hello: [0x40, 'guest', 'json'],
  mark: [0x41, 'guest', 'json'],
  initCompleted: [0x42, 'guest', 'json'],
  processExited: [0x43, 'guest', 'json'],
  outOfMemory: [0x44, 'guest', 'json'],
  initError: [0x45, 'guest', 'json'],
  extensionError: [0x46, 'guest', 'json'],
  eventCredit: [0x47, 'guest', 'credit'],
  responseHead: [0x48, 'guest', 'json'],
  responseChunk: [0x49, 'guest', 'chunk'],
  responseEnd: [0x4a, 'guest', 'json'],
  resend: [0x4b, 'guest', 'json'],
  invocationCompleted: [0x4c, 'guest', 'json'],
  frozen: [0x4d, 'guest', 'json'],
  thawed: [0x4e, 'guest', 'json'],
  resetDone: [0x4f, 'guest', 'json'],
  shutdownDone: [0x50, 'guest', 'json'],
  pong: [0x51, 'guest', 'bytes'],
  stats: [0x52, 'guest', 'json'],
  log: [0x53, 'guest', 'log'],
  logsDropped: [0x54, 'guest', 'json'],
  protocolError: [0x55, 'guest', 'json'],
  tunnelOpen: [0x80, 'guest', 'json'],
  tunnelData: [0x81, 'both', 'chunk'],
  tunnelClose: [0x82, 'both', 'json'],
  tunnelCredit: [0x83, 'both', 'credit'],
};

const forms: ReadonlyMap<string, FrameForm> = new Map(
  Object.entries(table).map(([kind, [code, speaker, body]]) => [
    kind,
    // Object.entries forgets that its keys are the table's.
    { kind: kind as FrameKind, code, speaker, body, bodyBytesMax: bodyBytesMax[body] },
  ]),
);

const formsByCode: ReadonlyMap<number, FrameForm> = new Map(
  [...forms.values()].map((form) => [form.code, form]),
);

export function formOfKind(kind: FrameKind): FrameForm | undefined {
  return forms.get(kind);
}

/** `undefined`: no kind has this number. */
export function formOfCode(code: number): FrameForm | undefined {
  return formsByCode.get(code);
}

/** Whether the header names a tunnel; every other frame has stream 0. */
export function isTunnel(form: FrameForm): boolean {
  return form.code >= 0x80;
}
