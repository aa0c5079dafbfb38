import { afterEach, describe, expect, it, vi } from 'vitest';
import { createDockerEngine } from '../../../../src/engine/docker/docker-engine.ts';
import { verbTimeoutsMs } from '../../../../src/engine/docker/verb-timeouts.ts';
import {
  type ScriptedEngine,
  sendJson,
  startScriptedEngine,
} from '../../../support/scripted-engine.ts';

describe('a connection to an engine', () => {
  let engine: ScriptedEngine;
  afterEach(async () => {
    vi.unstubAllEnvs();
    vi.useRealTimers();
    await engine.close();
  });

  it('counts every request by verb', async () => {
    engine = await startScriptedEngine((_request, response) => sendJson(response, 200, []));
    const docker = createDockerEngine({
      address: engine.address,
      foundBy: 'test',
      configDirectory: '/nowhere',
    });
    await docker.listContainers({});
    await docker.listContainers({});
    await docker.listImages({});
    await docker.ping();
    expect(Object.fromEntries(docker.calls)).toEqual({ listContainers: 2, listImages: 1, ping: 1 });
    expect(engine.requests).toHaveLength(4);
    await docker.close();
  });

  it('goes to its own address whatever the process’s environment says', async () => {
    vi.stubEnv('DOCKER_HOST', 'tcp://127.0.0.1:1');
    vi.stubEnv('DOCKER_TLS_VERIFY', '1');
    vi.stubEnv('DOCKER_CLIENT_TIMEOUT', '1');
    engine = await startScriptedEngine(() => {});
    const docker = createDockerEngine({
      address: engine.address,
      foundBy: 'test',
      configDirectory: '/nowhere',
    });
    await docker.ping();
    expect(engine.requests).toEqual(['GET /_ping']);
    await docker.close();
  });

  it('puts labels into filters and keeps the specification out of the URL', async () => {
    engine = await startScriptedEngine((request, response) => {
      request.resume();
      sendJson(response, request.method === 'POST' ? 201 : 200, { Id: 'x', Volumes: [] });
    });
    const docker = createDockerEngine({
      address: engine.address,
      foundBy: 'test',
      configDirectory: '/nowhere',
    });
    await docker.listVolumes({ a: 'b', c: '' });
    const filters = encodeURIComponent('{"label":["a=b","c"]}');
    const spec = { image: 'i', entryPoint: [], labels: {}, networkMode: 'none' };
    await docker.createContainer({ ...spec, name: 'n', environmentVariables: ['SECRET=1'] });
    expect(engine.requests).toEqual([
      `GET /volumes?filters=${filters}`,
      'POST /containers/create?name=n',
    ]);
    await docker.close();
  });

  it('gives up each verb in its own time', async () => {
    engine = await startScriptedEngine((request) => request.resume());
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const docker = createDockerEngine({
      address: engine.address,
      foundBy: 'test',
      configDirectory: '/nowhere',
    });
    const requests = {
      describe: docker.describe(),
      inspectImage: docker.inspectImage('x'),
      removeContainer: docker.removeContainer('x'),
      attachContainer: docker.attachContainer('x'),
    };
    const failures = Object.entries(requests).map(([verb, request]) => {
      const seconds = verbTimeoutsMs[verb as keyof typeof requests] / 1000;
      return expect(request, verb).rejects.toMatchObject({
        code: 'EngineFailed',
        message: expect.stringContaining(`no answer to ${verb} within ${seconds} s`),
      });
    });
    await vi.advanceTimersByTimeAsync(verbTimeoutsMs.removeContainer);
    await Promise.all(failures);
    await docker.close();
  });

  it('reads the description once, and again only after a failure', async () => {
    let healthy = false;
    engine = await startScriptedEngine((request, response) => {
      const answer = request.url === '/version' ? { Arch: 'amd64' } : { CgroupVersion: '1' };
      sendJson(response, healthy ? 200 : 500, healthy ? answer : { message: 'starting' });
    });
    const docker = createDockerEngine({
      address: engine.address,
      foundBy: 'test',
      configDirectory: '/nowhere',
    });
    await expect(docker.describe()).rejects.toThrow('starting');
    healthy = true;
    await docker.describe();
    await docker.describe();
    expect(engine.requests).toHaveLength(4);
    await docker.close();
  });
});
