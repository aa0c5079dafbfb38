import { frameError } from './frame-error.ts';
import type { LogFrame } from './frames.ts';

/** sinceUs u64, epochUs u64, origin u8, framing u8, level u8, flags u8; the text follows. */
const recordHeaderBytes = 20;
const textBytesMax = 262_144;
const continuesFlag = 1;

const origins = ['function', 'extension'] as const;
const framings = ['line', 'text', 'json'] as const;
const levels = [null, 'TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'] as const;

/** Reads the log record that is `bytes` from `start` to `end`. */
export function decodeLogRecord(bytes: Buffer, start: number, end: number): LogFrame {
  const textStart = start + recordHeaderBytes;
  if (end < textStart || end - textStart > textBytesMax) {
    throw frameError(
      `log is a record of ${end - start} bytes, ` +
        `expected ${recordHeaderBytes} to ${recordHeaderBytes + textBytesMax}`,
    );
  }
  return {
    kind: 'log',
    sinceUs: readMicroseconds(bytes, start, 'sinceUs'),
    epochUs: readMicroseconds(bytes, start + 8, 'epochUs'),
    origin: readLiteral(bytes, start + 16, 'origin', origins),
    framing: readLiteral(bytes, start + 17, 'framing', framings),
    level: readLiteral(bytes, start + 18, 'level', levels),
    continues: (bytes.readUInt8(start + 19) & continuesFlag) !== 0,
    text: bytes.toString('utf8', textStart, end),
  };
}

export function encodeLogRecord(frame: LogFrame): Buffer {
  const text = Buffer.from(frame.text);
  if (text.byteLength > textBytesMax) {
    throw frameError(`log.text has ${text.byteLength} bytes, expected at most ${textBytesMax}`);
  }
  const record = Buffer.alloc(recordHeaderBytes + text.byteLength);
  record.writeBigUInt64BE(BigInt(frame.sinceUs), 0);
  record.writeBigUInt64BE(BigInt(frame.epochUs), 8);
  record.writeUInt8(origins.indexOf(frame.origin), 16);
  record.writeUInt8(framings.indexOf(frame.framing), 17);
  record.writeUInt8(levels.indexOf(frame.level), 18);
  record.writeUInt8(frame.continues ? continuesFlag : 0, 19);
  text.copy(record, recordHeaderBytes);
  return record;
}

/** A u64 as a number: exact up to 2^53, which in microseconds is 285 years. */
function readMicroseconds(bytes: Buffer, at: number, member: string): number {
  const value = bytes.readUInt32BE(at) * 2 ** 32 + bytes.readUInt32BE(at + 4);
  if (Number.isSafeInteger(value)) return value;
  throw frameError(`log.${member} is ${value}, expected at most ${Number.MAX_SAFE_INTEGER}`);
}

function readLiteral<const Literals extends readonly (string | null)[]>(
  bytes: Buffer,
  at: number,
  member: string,
  literals: Literals,
): Literals[number] {
  const code = bytes.readUInt8(at);
  const literal = literals[code];
  if (literal !== undefined) return literal;
  throw frameError(`log.${member} is ${code}, expected 0 to ${literals.length - 1}`);
}
