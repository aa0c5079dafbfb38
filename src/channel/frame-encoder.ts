import { frameError } from './frame-error.ts';
import {
  type FrameForm,
  formOfKind,
  headerBytes,
  isTunnel,
  protocolVersion,
} from './frame-form.ts';
import type { Frame } from './frames.ts';
import { jsonBodies } from './json-bodies.ts';
import { encodeLogRecord } from './log-record.ts';

const empty = new Uint8Array(0);
const u32Max = 0xffff_ffff;

/**
 * The frames' bytes in one piece.
 * @throws LamboxError `ChannelFailed` when a body is over its kind's limit.
 */
export function encodeFrames(frames: readonly Frame[]): Buffer {
  const bodies = frames.map(encodeBody);
  const bodyBytes = bodies.reduce((sum, body) => sum + body.byteLength, 0);
  const encoded = Buffer.allocUnsafe(frames.length * headerBytes + bodyBytes);
  let at = 0;
  frames.forEach((frame, index) => {
    const body = bodies[index] ?? empty;
    writeHeader(encoded, at, frame, body.byteLength);
    encoded.set(body, at + headerBytes);
    at += headerBytes + body.byteLength;
  });
  return encoded;
}

function writeHeader(encoded: Buffer, at: number, frame: Frame, bodyBytes: number): void {
  const form = formOf(frame);
  if (bodyBytes > form.bodyBytesMax) {
    throw frameError(
      `${form.kind} has a body of ${bodyBytes} bytes, expected at most ${form.bodyBytesMax}`,
    );
  }
  encoded.writeUInt8(protocolVersion, at);
  encoded.writeUInt8(form.code, at + 1);
  encoded.writeUInt16BE(isTunnel(form) && 'stream' in frame ? frame.stream : 0, at + 2);
  encoded.writeUInt32BE(bodyBytes, at + 4);
}

function formOf(frame: Frame): FrameForm {
  const form = formOfKind(frame.kind);
  if (form !== undefined) return form;
  throw frameError(`"${frame.kind}" is no kind of frame, expected one of docs/wire.md`);
}

function encodeBody(frame: Frame): Uint8Array {
  switch (frame.kind) {
    case 'freeze':
    case 'thaw':
    case 'statsRequest':
      return empty;
    case 'eventChunk':
    case 'responseChunk':
    case 'tunnelData':
    case 'ping':
    case 'pong':
      return frame.bytes;
    case 'responseCredit':
    case 'eventCredit':
    case 'tunnelCredit':
      return encodeCredit(frame.kind, frame.bytes);
    case 'log':
      return encodeLogRecord(frame);
    default:
      return encodeJson(frame);
  }
}

function encodeCredit(kind: string, bytes: number): Uint8Array {
  if (!Number.isInteger(bytes) || bytes < 0 || bytes > u32Max) {
    throw frameError(`${kind} is ${bytes} bytes, expected a whole number of 0 to ${u32Max}`);
  }
  const body = Buffer.allocUnsafe(4);
  body.writeUInt32BE(bytes, 0);
  return body;
}

function encodeJson(frame: Frame): Uint8Array {
  const body = jsonBodies.get(frame.kind);
  if (body === undefined) throw frameError(`${frame.kind} has no JSON body`);
  return Buffer.from(JSON.stringify(body.write(frame)));
}
