import { Duplex, Readable } from 'node:stream';
import { LamboxError } from '../../errors.ts';
import type { AttachedStreams } from '../container-engine.ts';
import { createOutputFrameReader } from './output-frames.ts';

/**
 * Splits an attached connection into stdin and stdout as one duplex stream, and stderr. Both have
 * to be read: when one is full, the connection pauses and the container waits. The duplex ends when
 * the container's output has ended.
 */
export function createAttachedStreams(connection: Duplex): AttachedStreams {
  const full = new Set<OutputSide>();
  const drained = (side: OutputSide): void => {
    if (full.delete(side) && full.size === 0) {
      connection.resume();
    }
  };
  const stderr = new Readable({ read: () => drained('stderr') });
  const stream = createStandardStreams(connection, () => drained('stdout'));
  const sides = { stdout: stream, stderr };

  const reader = createOutputFrameReader((source, payload) => {
    // A side that nobody wants any more must not hold the other one up.
    if (!sides[source].destroyed && !sides[source].push(payload)) {
      full.add(source);
      connection.pause();
    }
  });
  stderr.once('close', () => drained('stderr'));
  connection.on('data', (chunk: Buffer) => reader.push(chunk));
  const finish = (error: Error | null): void => {
    stderr.push(null);
    if (error === null) {
      stream.push(null);
    } else {
      stream.destroy(error);
    }
  };
  connection.once('error', finish);
  connection.once('end', () => finish(reader.insideFrame ? cutError() : null));
  connection.once('close', () => finish(connection.readableEnded ? null : cutError()));
  return { stream, stderr };
}

type OutputSide = 'stdout' | 'stderr';

function createStandardStreams(connection: Duplex, onRead: () => void): Duplex {
  return new Duplex({
    // Once the output has ended the container is gone: nobody reads what would be written.
    allowHalfOpen: false,
    read: onRead,
    write: (chunk, _encoding, done) => {
      connection.write(chunk, done);
    },
    writev: (items, done) => {
      connection.cork();
      items.forEach(({ chunk }, index) => {
        connection.write(chunk, index === items.length - 1 ? done : undefined);
      });
      connection.uncork();
    },
    final: (done) => {
      connection.end(done);
    },
    destroy: (error, done) => {
      connection.destroy();
      done(error);
    },
  });
}

function cutError(): LamboxError {
  return new LamboxError('EngineFailed', 'The connection to an attached container broke.');
}
