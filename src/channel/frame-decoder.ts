import { isUtf8 } from 'node:buffer';
import { frameError } from './frame-error.ts';
import {
  type FrameForm,
  formOfCode,
  headerBytes,
  isTunnel,
  protocolVersion,
  type Speaker,
} from './frame-form.ts';
import type { Frame, GuestFrame, HostFrame } from './frames.ts';
import { jsonBodies } from './json-bodies.ts';
import { decodeLogRecord } from './log-record.ts';

/** What each side says. */
export interface FramesOf {
  readonly host: HostFrame;
  readonly guest: GuestFrame;
}

/**
 * Turns what one side sends, cut anywhere, into its frames. Bytes of chunks are views of what was
 * pushed and are handed on as they come; another body is copied only where it arrives in pieces.
 */
export class FrameDecoder<From extends Speaker> {
  readonly #speaker: From;
  readonly #onFrame: (frame: FramesOf[From]) => void;
  readonly #header = Buffer.alloc(headerBytes);
  #headerFilled = 0;
  /** What the frame is whose body is awaited; `null` between bodies. */
  #form: FrameForm | null = null;
  #stream = 0;
  #remaining = 0;
  /** A body that arrives in pieces; what is still to fill is its last `#remaining` bytes. */
  #body: Buffer | null = null;

  constructor(speaker: From, onFrame: (frame: FramesOf[From]) => void) {
    this.#speaker = speaker;
    this.#onFrame = onFrame;
  }

  /** Whether the last frame has begun and not ended. */
  get midFrame(): boolean {
    return this.#form !== null || this.#headerFilled > 0;
  }

  /**
   * Calls back for each frame, in order, before it returns. `bytes` must not change afterwards.
   * @throws LamboxError `ChannelFailed` that names the frame; nothing can be read after that.
   */
  push(bytes: Buffer): void {
    let at = 0;
    do {
      if (this.#form === null) at = this.#readHeader(bytes, at);
      if (this.#form !== null) at = this.#readBody(this.#form, bytes, at);
    } while (at < bytes.byteLength);
  }

  #readHeader(bytes: Buffer, start: number): number {
    if (this.#headerFilled === 0 && bytes.byteLength - start >= headerBytes) {
      this.#beginFrame(bytes, start);
      return start + headerBytes;
    }
    const copied = bytes.copy(this.#header, this.#headerFilled, start);
    this.#headerFilled += copied;
    if (this.#headerFilled === headerBytes) {
      this.#headerFilled = 0;
      this.#beginFrame(this.#header, 0);
    }
    return start + copied;
  }

  #beginFrame(header: Buffer, at: number): void {
    const version = header.readUInt8(at);
    if (version !== protocolVersion) {
      throw frameError(
        `the ${this.#speaker} sent a frame of version ${version}, expected ${protocolVersion}`,
      );
    }
    const form = this.#parseForm(header.readUInt8(at + 1));
    const stream = header.readUInt16BE(at + 2);
    if (stream !== 0 && !isTunnel(form)) {
      throw frameError(`${form.kind} has stream ${stream}, expected 0`);
    }
    const length = header.readUInt32BE(at + 4);
    if (length > form.bodyBytesMax) {
      throw frameError(
        `${form.kind} has a body of ${length} bytes, expected at most ${form.bodyBytesMax}`,
      );
    }
    this.#form = form;
    this.#stream = stream;
    this.#remaining = length;
  }

  #parseForm(code: number): FrameForm {
    const form = formOfCode(code);
    if (form === undefined) {
      throw frameError(
        `the ${this.#speaker} sent a frame of kind 0x${code.toString(16).padStart(2, '0')}, ` +
          'expected one of docs/wire.md',
      );
    }
    if (form.speaker !== 'both' && form.speaker !== this.#speaker) {
      throw frameError(`the ${this.#speaker} sent ${form.kind}, which is the ${form.speaker}'s`);
    }
    return form;
  }

  #readBody(form: FrameForm, bytes: Buffer, start: number): number {
    const end = Math.min(bytes.byteLength, start + this.#remaining);
    if (form.body === 'chunk') return this.#readChunk(form, bytes, start, end);
    if (this.#body === null && end - start === this.#remaining) {
      this.#form = null;
      this.#emit(decodeBody(form, this.#stream, bytes, start, end));
      return end;
    }
    this.#body ??= Buffer.allocUnsafe(this.#remaining);
    bytes.copy(this.#body, this.#body.byteLength - this.#remaining, start, end);
    this.#remaining -= end - start;
    if (this.#remaining === 0) {
      const body = this.#body;
      this.#form = null;
      this.#body = null;
      this.#emit(decodeBody(form, this.#stream, body, 0, body.byteLength));
    }
    return end;
  }

  #readChunk(form: FrameForm, bytes: Buffer, start: number, end: number): number {
    if (end === start && this.#remaining > 0) return end;
    this.#remaining -= end - start;
    if (this.#remaining === 0) this.#form = null;
    this.#emit(decodeBody(form, this.#stream, bytes, start, end));
    return end;
  }

  #emit(frame: Frame): void {
    // #parseForm lets only the speaker's own kinds through.
    this.#onFrame(frame as FramesOf[From]);
  }
}

function decodeBody(
  form: FrameForm,
  stream: number,
  bytes: Buffer,
  start: number,
  end: number,
): Frame {
  const header = isTunnel(form) ? { kind: form.kind, stream } : { kind: form.kind };
  // Each body's form is its kind's, so that header and body together are one of the frames.
  switch (form.body) {
    case 'empty':
      if (end === start) return header as Frame;
      throw frameError(`${form.kind} has a body of ${end - start} bytes, expected none`);
    case 'chunk':
    case 'bytes':
      return { ...header, bytes: bytes.subarray(start, end) } as Frame;
    case 'credit':
      if (end - start === 4) return { ...header, bytes: bytes.readUInt32BE(start) } as Frame;
      throw frameError(`${form.kind} has a body of ${end - start} bytes, expected 4`);
    case 'log':
      return decodeLogRecord(bytes, start, end);
    case 'json':
      return readJson(header as Frame, bytes, start, end);
  }
}

function readJson(header: Frame, bytes: Buffer, start: number, end: number): Frame {
  const { kind } = header;
  const json = bytes.toString('utf8', start, end);
  // Decoding replaces what is no UTF-8. The look at the string is cheap and almost always enough.
  if (json.includes('\ufffd') && !isUtf8(bytes.subarray(start, end))) {
    throw frameError(`${kind} is not UTF-8`);
  }
  const body = jsonBodies.get(kind);
  if (body === undefined) throw frameError(`${kind} has no JSON body`);
  return body.readInto(header, parseJson(kind, json), kind) as Frame;
}

function parseJson(kind: string, json: string): unknown {
  try {
    return JSON.parse(json);
  } catch (cause) {
    throw frameError(`${kind} is not JSON: ${json.slice(0, 80)}`, cause);
  }
}
