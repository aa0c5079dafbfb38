import { createHash } from 'node:crypto';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { socketAddress } from '../../../src/engine/engine-address.ts';
import { listEngineCandidates } from '../../../src/engine/engine-candidates.ts';
import { type FindEngineOptions, findEngine } from '../../../src/engine/find-engine.ts';
import {
  type ScriptedEngine,
  sendJson,
  startScriptedEngine,
} from '../../support/scripted-engine.ts';

describe('findEngine', () => {
  let engine: ScriptedEngine;
  let home: string;
  let options: FindEngineOptions;
  beforeEach(async () => {
    engine = await startScriptedEngine((request, response) => {
      sendJson(response, 200, request.url === '/version' ? versionAnswer : infoAnswer);
    });
    home = await mkdtemp(path.join(os.tmpdir(), 'lambox-home-'));
    options = {
      dockerHost: null,
      dockerContext: null,
      homeDirectory: home,
      runtimeDirectory: null,
      uid: 1000,
    };
  });
  afterEach(async () => {
    await engine.close();
    await rm(home, { recursive: true });
  });
  const foundBy = async (given: Partial<FindEngineOptions>, sockets: readonly string[] = []) => {
    const candidates = sockets.map((socket) => ({
      address: socketAddress(socket),
      foundBy: `candidate ${path.basename(socket)}`,
    }));
    const found = await findEngine({ ...options, ...given }, candidates);
    const description = await found.describe();
    await found.close();
    return description.foundBy;
  };

  it('takes DOCKER_HOST before everything else', async () => {
    await writeContext(home, 'other', 'unix:///nowhere');
    const given = { dockerHost: `unix://${engine.socket}`, dockerContext: 'other' };
    expect(await foundBy(given)).toBe('DOCKER_HOST');
  });

  it('reaches an engine over TCP', async () => {
    const server = http.createServer((request, response) => {
      sendJson(response, 200, request.url === '/version' ? versionAnswer : infoAnswer);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    expect(await foundBy({ dockerHost: `tcp://127.0.0.1:${port}` })).toBe('DOCKER_HOST');
    server.close();
  });

  it('takes the context that DOCKER_CONTEXT names, then the CLI’s current one', async () => {
    await writeContext(home, 'mine', `unix://${engine.socket}`);
    expect(await foundBy({ dockerContext: 'mine' })).toBe('docker context "mine"');
    await writeConfig(home, { currentContext: 'mine' });
    expect(await foundBy({})).toBe('docker context "mine"');
    await expect(foundBy({ dockerContext: 'default' }, [])).rejects.toThrow(/Tried/);
  });

  it('tries the sockets in turn', async () => {
    await writeConfig(home, { currentContext: 'default', auths: {} });
    const sockets = [path.join(home, 'absent.sock'), engine.socket];
    expect(await foundBy({}, sockets)).toBe('candidate docker.sock');
  });

  it('does not go on from a named engine that is not there', async () => {
    const given = { dockerHost: 'unix:///nowhere/docker.sock' };
    await expect(foundBy(given, [engine.socket])).rejects.toMatchObject({
      code: 'EngineUnreachable',
      message: expect.stringMatching(/^DOCKER_HOST names unix:\/\/\/nowhere\/docker\.sock\./),
      remedy: expect.stringContaining('unset DOCKER_HOST'),
    });
    await writeContext(home, 'dead', 'unix:///nowhere/else.sock');
    await expect(foundBy({ dockerContext: 'dead' }, [engine.socket])).rejects.toMatchObject({
      message: expect.stringContaining('docker context "dead" names unix:///nowhere/else.sock'),
      remedy: expect.stringContaining('docker context use default'),
    });
  });

  it('refuses a context that does not exist and a configuration that is no JSON', async () => {
    await expect(foundBy({ dockerContext: 'gone' })).rejects.toThrow(
      /The docker context "gone" does not exist/,
    );
    await mkdir(path.join(home, '.docker'), { recursive: true });
    await writeFile(path.join(home, '.docker/config.json'), '{');
    await expect(foundBy({})).rejects.toThrow(/config\.json is not valid JSON/);
  });

  it('says what was tried and how to install an engine where there is none', async () => {
    const absent = path.join(home, 'absent.sock');
    await expect(foundBy({}, [absent])).rejects.toMatchObject({
      code: 'EngineUnreachable',
      message: `No container engine was found. Tried unix://${absent}.`,
      remedy: expect.stringContaining('apt-get install docker.io'),
    });
  });

  it('says how to start an engine that is down', async () => {
    const dead = path.join(home, 'dead.sock');
    await writeFile(dead, '');
    await expect(foundBy({}, [path.join(home, 'absent.sock'), dead])).rejects.toMatchObject({
      remedy: expect.stringContaining('Start Docker'),
    });
  });

  it.skipIf(os.userInfo().uid === 0)('says who may use an engine', async () => {
    await chmod(engine.socket, 0o000);
    await expect(foundBy({}, [engine.socket])).rejects.toMatchObject({
      message: expect.stringContaining('cannot be reached: permission was denied. Tried unix://'),
      remedy: expect.stringContaining('sudo usermod -aG docker $USER'),
    });
  });
});

describe('listEngineCandidates', () => {
  it('has the default, rootless, Desktop and Podman sockets in this order', () => {
    const candidates = listEngineCandidates({
      homeDirectory: '/home/me',
      runtimeDirectory: '/run/user/7',
      uid: 1000,
    });
    expect(candidates.map(({ address, foundBy }) => [address.url, foundBy])).toEqual([
      ['unix:///var/run/docker.sock', 'default socket'],
      ['unix:///run/user/7/docker.sock', 'rootless socket'],
      ['unix:///home/me/.docker/run/docker.sock', 'Docker Desktop socket'],
      ['unix:///home/me/.docker/desktop/docker.sock', 'Docker Desktop socket'],
      ['unix:///run/user/7/podman/podman.sock', 'Podman socket'],
      ['unix:///run/podman/podman.sock', 'Podman socket'],
    ]);
  });

  it('knows the usual runtime directory where none is set', () => {
    const without = { homeDirectory: '/home/me', runtimeDirectory: null, uid: 1000 };
    const urls = listEngineCandidates(without).map(({ address }) => address.url);
    expect(urls).toContain('unix:///run/user/1000/docker.sock');
  });
});

const versionAnswer = { Version: '1', ApiVersion: '1.41', Arch: 'amd64' };
const infoAnswer = {
  Name: 'x',
  OperatingSystem: 'x',
  KernelVersion: 'x',
  CgroupDriver: 'systemd',
  SecurityOptions: null,
  NCPU: 1,
  MemTotal: 1,
  Driver: 'overlay2',
  Runtimes: null,
};

async function writeConfig(home: string, config: object): Promise<void> {
  await mkdir(path.join(home, '.docker'), { recursive: true });
  await writeFile(path.join(home, '.docker/config.json'), JSON.stringify(config));
}

async function writeContext(home: string, name: string, host: string): Promise<void> {
  const folder = createHash('sha256').update(name).digest('hex');
  const directory = path.join(home, '.docker/contexts/meta', folder);
  await mkdir(directory, { recursive: true });
  const meta = { Name: name, Endpoints: { docker: { Host: host, SkipTLSVerify: false } } };
  await writeFile(path.join(directory, 'meta.json'), JSON.stringify(meta));
}
