import { once } from 'node:events';
import { Duplex, duplexPair } from 'node:stream';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { createAttachedStreams } from '../../../../src/engine/docker/attached-streams.ts';
import { outputFrame } from '../../../support/output-frame.ts';

describe('createAttachedStreams', () => {
  it('splits output, passes input on and ends with the engine', async () => {
    const { engine, stream, stderr } = connect();
    const input = text(engine);
    stream.write('to ');
    stream.end('stdin');
    engine.write(Buffer.concat([outputFrame('stderr', 'err'), outputFrame('stdout', 'out')]));
    engine.end();
    expect(await Promise.all([text(stream), text(stderr), input])).toEqual([
      'out',
      'err',
      'to stdin',
    ]);
  });

  it('keeps reading after stdin was closed', async () => {
    const { engine, stream, stderr } = connect();
    stderr.resume();
    stream.end();
    await once(engine.resume(), 'end');
    engine.end(outputFrame('stdout', 'late'));
    expect(await text(stream)).toBe('late');
  });

  it('stops taking from the connection while either side is full', async () => {
    for (const source of ['stdout', 'stderr'] as const) {
      const { engine, host, stream, stderr } = connect();
      const [slow, quick] = source === 'stdout' ? [stream, stderr] : [stderr, stream];
      quick.resume();
      const block = outputFrame(source, Buffer.alloc(65_536));
      let accepted = 0;
      while (engine.write(block) || !host.isPaused()) {
        accepted += 1;
        await new Promise((resolve) => setImmediate(resolve));
        expect(accepted, source).toBeLessThan(20);
      }
      engine.end();
      let received = 0;
      for await (const chunk of slow) {
        received += (chunk as Buffer).length;
      }
      expect(received, source).toBe((accepted + 1) * 65_536);
    }
  });

  it('writes pieces that are waiting in one go', async () => {
    const batches: string[][] = [];
    const host = new Duplex({
      read() {},
      writev(items, done) {
        batches.push(items.map(({ chunk }) => String(chunk)));
        done();
      },
    });
    const { stream } = createAttachedStreams(host);
    stream.cork();
    for (const piece of ['a', 'b', 'c']) {
      stream.write(piece);
    }
    stream.uncork();
    await new Promise<void>((resolve) => stream.write('last', () => resolve()));
    expect(batches).toEqual([['a', 'b', 'c'], ['last']]);
  });

  it('goes on with the other side when one is not wanted any more', async () => {
    const { engine, stream, stderr } = connect();
    stderr.destroy();
    engine.write(outputFrame('stderr', Buffer.alloc(200_000)));
    engine.end(outputFrame('stdout', 'still here'));
    expect(await text(stream)).toBe('still here');
  });

  it('goes on when a full side is given up', async () => {
    const { engine, host, stream, stderr } = connect();
    engine.write(outputFrame('stderr', Buffer.alloc(200_000)));
    engine.end(outputFrame('stdout', 'still here'));
    await once(host, 'pause');
    stderr.destroy();
    expect(await text(stream)).toBe('still here');
  });

  it('closes the connection when the container’s output has ended', async () => {
    const { engine, host, stream, stderr } = connect();
    stderr.resume();
    engine.end(outputFrame('stdout', 'last words'));
    expect(await text(stream)).toBe('last words');
    await once(stream, 'close');
    expect(host.destroyed).toBe(true);
    await expect(write(stream)).rejects.toThrow();
  });

  it('closes the connection when the client goes', async () => {
    const { host, stream, stderr } = connect();
    stream.destroy();
    await once(host, 'close');
    stderr.resume();
    await once(stderr, 'end');
  });

  it('fails when the connection breaks or ends inside a frame', async () => {
    const cut = connect();
    cut.stderr.resume();
    cut.engine.end(outputFrame('stdout', 'abc').subarray(0, 10));
    await expect(text(cut.stream)).rejects.toThrow(/attached container broke/);

    const broken = connect();
    broken.stderr.resume();
    broken.host.destroy(Object.assign(new Error('reset'), { code: 'ECONNRESET' }));
    await expect(text(broken.stream)).rejects.toThrow('reset');

    const closed = connect();
    closed.stderr.resume();
    closed.host.destroy();
    await expect(text(closed.stream)).rejects.toThrow(/attached container broke/);
  });
});

function connect() {
  const [host, engine]: [Duplex, Duplex] = duplexPair();
  return { host, engine, ...createAttachedStreams(host) };
}

function write(stream: Duplex): Promise<void> {
  return new Promise((resolve, reject) => {
    stream.write('x', (error) => (error ? reject(error) : resolve()));
  });
}
