import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import type { AttachedStreams } from '../../../src/engine/container-engine.ts';
import type { EngineWorld } from '../container-engine.ts';
import { removed } from './settled.ts';

const mebibyte = 1024 * 1024;

/** Stdin, stdout and stderr of a container. */
export function describeContainerStreams(world: EngineWorld): void {
  const attach = async (words: readonly string[]) => {
    const id = await world.createProbe(words, { openStdin: true, autoRemove: true });
    const streams = await world.engine.attachContainer(id);
    await world.engine.startContainer(id);
    return { id, ...streams };
  };

  describe('an attached container', () => {
    it('reads what is written and writes what is read, from the first byte on', async () => {
      const { id, stream, stderr } = await attach(['echo']);
      stderr.resume();
      for (const word of ['one', 'zwei', 'три']) {
        stream.write(word);
        expect(await readExactly(stream, Buffer.byteLength(word))).toBe(word);
      }
      stream.end('last');
      expect(await text(stream)).toBe('last');
      await removed(world, id);
    });

    it('keeps stdout and stderr apart and ends both with the container', async () => {
      const { id, stream, stderr } = await attach(['say', 'ünï']);
      expect(await Promise.all([text(stream), text(stderr)])).toEqual(['out: ünï\n', 'err: ünï\n']);
      await removed(world, id);
    });

    it('carries 8 MiB both ways unchanged', async () => {
      const { id, stream, stderr } = await attach(['echo']);
      stderr.resume();
      const sent = randomBytes(8 * mebibyte);
      const received = hashOf(stream);
      stream.end(sent);
      expect(await received).toBe(createHash('sha256').update(sent).digest('hex'));
      await removed(world, id);
    });

    it('makes the container wait while nobody reads', async () => {
      const bytes = 64 * mebibyte;
      const { id, stream, stderr } = await attach(['flood', String(bytes)]);
      stderr.resume();
      await once(stream, 'readable');
      // Another container's whole life passes; the flood must not have come through meanwhile.
      const other = await world.createProbe(['exit', '0']);
      await world.engine.startContainer(other);
      await world.engine.waitContainer(other);
      await world.engine.removeContainer(other);
      expect(stream.readableLength).toBeLessThan(mebibyte);
      expect((await world.engine.listContainers(world.labels)).map((found) => found.id)).toContain(
        id,
      );
      let received = 0;
      for await (const chunk of stream) {
        received += (chunk as Buffer).length;
      }
      expect(received).toBe(bytes);
      await removed(world, id);
    });

    it('takes 16 MiB that end with stdin', async () => {
      const { id, stream, stderr } = await attach(['swallow']);
      stderr.resume();
      const block = Buffer.alloc(mebibyte);
      for (let count = 0; count < 16; count += 1) {
        if (!stream.write(block)) {
          await once(stream, 'drain');
        }
      }
      stream.end();
      expect(await text(stream)).toBe(`${16 * mebibyte}\n`);
      await removed(world, id);
    });

    it('ends when its one client goes', async () => {
      const { id, stream, stderr } = await attach(['echo']);
      stderr.resume();
      stream.write('x');
      await readExactly(stream, 1);
      stream.destroy();
      await removed(world, id);
    });

    it('ends its streams when it is killed', async () => {
      const { id, stream, stderr } = await attach(['wait']);
      stderr.resume();
      const ended = text(stream);
      await world.engine.killContainer(id);
      expect(await ended).toBe('');
      await removed(world, id);
    });

    it('is one of many at the same time', async () => {
      const all: (AttachedStreams & { id: string })[] = await Promise.all(
        Array.from({ length: 12 }, () => attach(['echo'])),
      );
      await Promise.all(
        all.map(async ({ id, stream, stderr }) => {
          stderr.resume();
          stream.end(id);
          expect(await text(stream)).toBe(id);
        }),
      );
      await Promise.all(all.map(({ id }) => removed(world, id)));
    });
  });
}

async function readExactly(stream: Readable, bytes: number): Promise<string> {
  for (;;) {
    const chunk: unknown = stream.read(bytes);
    if (Buffer.isBuffer(chunk)) {
      return chunk.toString('utf8');
    }
    await once(stream, 'readable');
  }
}

async function hashOf(stream: Readable): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of stream) {
    hash.update(chunk as Buffer);
  }
  return hash.digest('hex');
}
