import { crc32, deflateRawSync } from 'node:zlib';

/** One entry of a zip file, which may lie about itself. */
export interface ZipPart {
  readonly name: string | Buffer;
  readonly content?: string | Buffer;
  /** Mode of Unix with the kind's bits: `0o100644`. */
  readonly mode?: number;
  /** What made it: 3 is Unix, 0 is DOS, whose entries have no mode. */
  readonly system?: number;
  readonly stored?: boolean;
  readonly method?: number;
  readonly encrypted?: boolean;
  /** What it claims instead of the truth. */
  readonly sizeBytes?: number;
  readonly checksum?: number;
}

const utf8 = 0x0800;

/** A zip file of exactly these entries, in this order. */
export function writeZip(parts: readonly ZipPart[]): Buffer {
  const files: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const part of parts) {
    const { fields, name, data } = encode(part);
    const local = Buffer.concat([word(0x04034b50), half(20), fields, half(0), name, data]);
    files.push(local);
    const made = half(((part.system ?? 3) << 8) | 20);
    directory.push(word(0x02014b50), made, half(20), fields, half(0), half(0), half(0), half(0));
    directory.push(word(((part.mode ?? 0o100644) << 16) >>> 0), word(offset), name);
    offset += local.length;
  }
  const central = Buffer.concat(directory);
  const counts = [half(0), half(0), half(parts.length), half(parts.length)];
  const end = [word(0x06054b50), ...counts, word(central.length), word(offset), half(0)];
  return Buffer.concat([...files, central, ...end]);
}

/** What local header and directory have in common, from the flags to the name's length. */
function encode(part: ZipPart) {
  const content = Buffer.from(part.content ?? '');
  const name = Buffer.from(part.name);
  const data = part.stored === true ? content : deflateRawSync(content);
  const fields = Buffer.concat([
    half(utf8 | (part.encrypted === true ? 1 : 0)),
    half(part.method ?? (part.stored === true ? 0 : 8)),
    // A time and a day of DOS: midnight, 1 January 2026.
    half(0),
    half(((2026 - 1980) << 9) | (1 << 5) | 1),
    word(part.checksum ?? crc32(content)),
    word(data.length),
    word(part.sizeBytes ?? content.length),
    half(name.length),
  ]);
  return { fields, name, data };
}

function half(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(value);
  return bytes;
}

function word(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}
