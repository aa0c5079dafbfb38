import { chmodSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  createRegistryCredentials,
  registryOf,
} from '../../../../src/engine/docker/registry-credentials.ts';
import { TemporaryDirectory } from '../../../support/temporary-directory.ts';

const hub = 'https://index.docker.io/v1/';
const basic = (text: string) => Buffer.from(text).toString('base64');

it.each([
  ['node', hub],
  ['team/app:1', hub],
  ['docker.io/library/node', hub],
  ['index.docker.io/team/app', hub],
  ['r.example/team/app', 'r.example'],
  ['127.0.0.1:5000/app@sha256:00', '127.0.0.1:5000'],
  ['localhost/app', 'localhost'],
])('the registry of %s is %s', (reference, registry) => {
  expect(registryOf(reference)).toBe(registry);
});

describe("the sign-in of Docker's configuration", () => {
  let folder: TemporaryDirectory;
  beforeEach(() => {
    folder = new TemporaryDirectory();
    vi.stubEnv('PATH', `${folder.path}:/usr/bin:/bin`);
  });
  afterEach(() => {
    vi.unstubAllEnvs();
    folder[Symbol.dispose]();
  });
  const signIn = (registry: string, config: object | string) => {
    const text = typeof config === 'string' ? config : JSON.stringify(config);
    folder.write({ 'config.json': text });
    return createRegistryCredentials(folder.path).of(registry);
  };
  const helper = (name: string, ...lines: readonly string[]) => {
    folder.write({ [`docker-credential-${name}`]: ['#!/bin/sh', ...lines].join('\n') });
    chmodSync(folder.join(`docker-credential-${name}`), 0o755);
  };
  /** Answers with what it was asked for as the user. */
  const helpful = (name: string, secret: string) =>
    helper(
      name,
      'read -r server || true',
      `printf '{"ServerURL":"%s","Username":"%s %s","Secret":"${secret}"}' x "$1" "$server"`,
    );

  it('is nothing without a file, or with one that does not name the registry', async () => {
    const credentials = createRegistryCredentials('/nowhere');
    expect(await credentials.of('r.example')).toBeNull();
    expect(await signIn('r.example', { auths: { 'r.example.org': { auth: 'x' } } })).toBeNull();
  });

  it('is in the file itself, also by an older name and for Docker Hub', async () => {
    const auths = {
      'r.example': { auth: basic('ada:a:b') },
      'https://old.example/v1/': { auth: basic('bob:c') },
      [hub]: { auth: basic('eve:d') },
      'token.example': { auth: basic('x:y'), identitytoken: 't' },
    };
    const of = (registry: string) => signIn(registry, { auths });
    expect(await of('r.example')).toMatchObject({ username: 'ada', password: 'a:b' });
    expect(await of('old.example')).toMatchObject({ username: 'bob', password: 'c' });
    expect(await of(hub)).toMatchObject({ username: 'eve', serveraddress: hub });
    expect(await of('token.example')).toEqual({
      identitytoken: 't',
      serveraddress: 'token.example',
    });
  });

  it('comes from the helper for the registry, before the store and the file', async () => {
    helpful('one', 'of one');
    helpful('store', 'of the store');
    const config = {
      auths: { 'r.example': { auth: basic('ada:file') } },
      credHelpers: { 'r.example': 'one' },
      credsStore: 'store',
    };
    expect(await signIn('r.example', config)).toEqual({
      username: 'get r.example',
      password: 'of one',
      serveraddress: 'r.example',
    });
    expect(await signIn('s.example', config)).toMatchObject({ password: 'of the store' });
  });

  it('is a token where the helper says so', async () => {
    helper('one', 'echo \'{"Username":"<token>","Secret":"abc"}\'');
    expect(await signIn('r.example', { credsStore: 'one' })).toEqual({
      identitytoken: 'abc',
      serveraddress: 'r.example',
    });
  });

  it('is nothing where the helper knows none', async () => {
    helper('one', 'echo "credentials not found in native keychain"', 'exit 1');
    expect(await signIn('r.example', { credsStore: 'one' })).toBeNull();
  });

  it('that cannot be had is said, with the helper and its words', async () => {
    helper('one', 'echo "the keychain is locked" >&2', 'exit 1');
    helper('two', 'echo nonsense');
    await expect(signIn('r.example', { credsStore: 'one' })).rejects.toMatchObject({
      code: 'InvalidOption',
      message:
        'the credential helper docker-credential-one gave no sign-in for r.example: ' +
        'the keychain is locked',
    });
    await expect(signIn('r.example', { credsStore: 'two' })).rejects.toThrow(/something else/);
    await expect(signIn('r.example', { credsStore: 'none' })).rejects.toThrow(/ENOENT/);
  });

  it('in a file that cannot be read as one is said', async () => {
    await expect(signIn('r.example', '{')).rejects.toThrow(/config\.json is not valid JSON/);
    const config = { auths: { 'r.example': { auth: basic('no colon') } } };
    await expect(signIn('r.example', config)).rejects.toThrow(/no user:password/);
  });
});
