import { describe, expect, it } from 'vitest';
import { parseEngineAddress } from '../../../src/engine/engine-address.ts';

describe('parseEngineAddress', () => {
  it('reads a unix socket', () => {
    expect(parseEngineAddress('unix:///run/x/docker.sock', 'DOCKER_HOST')).toEqual({
      kind: 'socket',
      url: 'unix:///run/x/docker.sock',
      path: '/run/x/docker.sock',
    });
  });

  it.each([
    ['tcp://10.0.0.5:2375', '10.0.0.5', 2375],
    ['tcp://engine', 'engine', 2375],
    ['http://engine:8080', 'engine', 8080],
    ['tcp://[::1]:2375', '::1', 2375],
  ])('reads %s', (url, host, port) => {
    const address = parseEngineAddress(url, 'DOCKER_HOST');
    expect(address).toEqual({ kind: 'tcp', url, host, port, tls: null });
  });

  it('takes the TLS port where there are certificates', () => {
    const tls = { ca: null, certificate: null, key: null, verify: true };
    expect(parseEngineAddress('tcp://engine', 'DOCKER_HOST', tls)).toMatchObject({
      port: 2376,
      tls,
    });
    expect(parseEngineAddress('https://engine:1', 'DOCKER_HOST')).toMatchObject({ port: 1, tls });
  });

  it.each([
    ['npipe:////./pipe/docker_engine', /named pipes are not supported/],
    ['ssh://me@host', /behind ssh are not supported yet/],
    ['unix://relative', /absolute path/],
    ['/var/run/docker.sock', /expected unix:\/\/\/path or tcp/],
    ['ftp://x', /expected/],
    ['tcp://', /expected/],
  ])('refuses %s and says why', (value, why) => {
    const parse = () => parseEngineAddress(value, 'DOCKER_HOST');
    expect(parse).toThrow(why);
    expect(parse).toThrow(expect.objectContaining({ code: 'InvalidOption' }));
    expect(parse).toThrow(value);
  });
});
