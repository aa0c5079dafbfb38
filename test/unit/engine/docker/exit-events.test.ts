import { once } from 'node:events';
import type http from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ContainerExit } from '../../../../src/engine/container-engine.ts';
import {
  createDockerEngine,
  type DockerEngine,
} from '../../../../src/engine/docker/docker-engine.ts';
import { type ScriptedEngine, startScriptedEngine } from '../../../support/scripted-engine.ts';

describe('exit events', () => {
  let engine: ScriptedEngine;
  let docker: DockerEngine;
  let streams: http.ServerResponse[];
  let exits: ContainerExit[];
  /** Settles when the next stream is asked for. */
  let opened: PromiseWithResolvers<void>;
  let told: PromiseWithResolvers<void>;
  beforeEach(async () => {
    streams = [];
    exits = [];
    opened = Promise.withResolvers();
    told = Promise.withResolvers();
    engine = await startScriptedEngine((_request, response) => {
      response.writeHead(200).flushHeaders();
      streams.push(response);
      opened.resolve();
      opened = Promise.withResolvers();
    });
    docker = createDockerEngine({
      address: engine.address,
      foundBy: 'test',
      configDirectory: '/nowhere',
    });
  });
  afterEach(async () => {
    await docker.close();
    await engine.close();
  });
  const listen = () =>
    docker.watchExits((exit) => {
      exits.push(exit);
      told.resolve();
      told = Promise.withResolvers();
    });
  const say = async (stream: http.ServerResponse | undefined, line: string) => {
    const { promise } = told;
    stream?.write(line);
    await promise;
  };

  it('asks for the ends of our containers only', async () => {
    await listen();
    const [request = ''] = engine.requests;
    const filters = new URL(request.slice('GET '.length), 'http://x').searchParams.get('filters');
    expect(JSON.parse(filters ?? '')).toEqual({
      type: ['container'],
      event: ['kill', 'die'],
      label: ['dev.lambox.run'],
    });
  });

  it('opens a broken stream again, from the last event on, and repeats none', async () => {
    await listen();
    await say(streams[0], dieEvent('a', 0, 1_000_000_001));
    const { promise } = opened;
    streams[0]?.destroy();
    await promise;
    expect(engine.requests[1]).toMatch(/[?&]since=1$/);
    await say(streams[1], dieEvent('a', 0, 1_000_000_001) + dieEvent('b', 137, 1_000_000_002));
    expect(exits).toEqual([
      { id: 'a', exitCode: 0, killed: false },
      { id: 'b', exitCode: 137, killed: false },
    ]);
  });

  it('tells who had the engine kill it', async () => {
    await listen();
    const events = [
      killEvent('a', '15', 1) + dieEvent('a', 143, 2),
      killEvent('b', '9', 3) + dieEvent('b', 137, 4),
      dieEvent('b', 137, 5),
    ];
    for (const each of events) await say(streams[0], each);
    expect(exits).toEqual([
      { id: 'a', exitCode: 143, killed: false },
      { id: 'b', exitCode: 137, killed: true },
      { id: 'b', exitCode: 137, killed: false },
    ]);
  });

  it('survives a stream that ends, and one that ends inside a line', async () => {
    await listen();
    for (const rest of ['', '{"Actor":']) {
      const { promise } = opened;
      streams.at(-1)?.end(rest);
      await promise;
    }
    await say(streams.at(-1), dieEvent('c', 1, 5));
    expect(exits).toEqual([{ id: 'c', exitCode: 1, killed: false }]);
  });

  it('ends the stream with the last listener and with the engine', async () => {
    const stops = [await listen(), await listen()];
    expect(streams).toHaveLength(1);
    stops[0]?.();
    await say(streams[0], dieEvent('d', 0, 1));
    expect(exits).toHaveLength(1);
    const closed = once(streams[0] ?? ({} as never), 'close');
    stops[1]?.();
    await closed;

    await listen();
    const closedToo = once(streams[1] ?? ({} as never), 'close');
    await docker.close();
    await closedToo;
    expect(engine.requests).toHaveLength(2);
  });

  it('fails when the engine does not answer at first', async () => {
    await engine.close();
    await expect(listen()).rejects.toMatchObject({ code: 'EngineUnreachable' });
    engine = await startScriptedEngine(() => {});
  });
});

function dieEvent(id: string, exitCode: number, timeNano: number): string {
  return endEvent('die', id, { exitCode: String(exitCode) }, timeNano);
}

function killEvent(id: string, signal: string, timeNano: number): string {
  return endEvent('kill', id, { signal }, timeNano);
}

function endEvent(action: string, id: string, attributes: object, timeNano: number): string {
  const event = {
    Action: action,
    Actor: { ID: id, Attributes: attributes },
    time: Math.floor(timeNano / 1e9),
    timeNano,
  };
  return `${JSON.stringify(event)}\n`;
}
