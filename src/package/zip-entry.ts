import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { Transform } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { crc32 } from 'node:zlib';
import type { Entry, ZipFile } from 'yauzl';
import { LamboxError } from '../errors.ts';
import { zipEntryError } from './zip-error.ts';

/**
 * The content of a small entry. It is never longer than the zip file declares.
 * @throws LamboxError `InvalidCode` when it is damaged
 */
export async function readZipEntry(
  file: string,
  name: string,
  zip: ZipFile,
  entry: Entry,
): Promise<Buffer> {
  try {
    const content = await buffer(await zip.openReadStreamPromise(entry));
    if (crc32(content) !== entry.crc32) throw checksumMismatch(file, name);
    return content;
  } catch (error) {
    throw damaged(file, name, error);
  }
}

/**
 * Writes an entry into a file that must not be there yet.
 * @returns the content's SHA-256, hex
 * @throws LamboxError `InvalidCode` when the entry is damaged; the file system's own error when
 * the file cannot be written
 */
export async function writeZipEntry(
  file: string,
  name: string,
  zip: ZipFile,
  entry: Entry,
  target: string,
): Promise<string> {
  const hash = createHash('sha256');
  let checksum = 0;
  const check = new Transform({
    transform(chunk: Buffer, _, done) {
      hash.update(chunk);
      checksum = crc32(chunk, checksum);
      done(null, chunk);
    },
    flush(done) {
      done(checksum === entry.crc32 ? null : checksumMismatch(file, name));
    },
  });
  const output = createWriteStream(target, { flags: 'wx', mode: 0o600 });
  try {
    await pipeline(await zip.openReadStreamPromise(entry), check, output);
  } catch (error) {
    const isOurs = (error as NodeJS.ErrnoException).syscall !== undefined;
    throw isOurs ? error : damaged(file, name, error);
  }
  return hash.digest('hex');
}

function checksumMismatch(file: string, name: string): LamboxError {
  return zipEntryError(file, name, 'its content does not match its checksum');
}

function damaged(file: string, name: string, error: unknown): LamboxError {
  if (error instanceof LamboxError) return error;
  return zipEntryError(file, name, `it is damaged (${(error as Error).message})`, error);
}
