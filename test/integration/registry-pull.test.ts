import { chmodSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { readConfiguration } from '../../src/configuration.ts';
import type { FunctionOptions } from '../../src/function-options.ts';
import { createSandbox, type Sandbox } from '../../src/sandbox.ts';
import { CuttingProxy } from '../support/cutting-proxy.ts';
import { functionDirectory } from '../support/function-directory.ts';
import { buildGoProgram } from '../support/go-toolchain.ts';
import { runProgram } from '../support/lambox-command.ts';
import { account, findRegistryProgram, RealRegistry } from '../support/real-registry.ts';
import { TemporaryDirectory } from '../support/temporary-directory.ts';
import { checkedFunction } from '../support/test-sandbox.ts';

const program = await findRegistryProgram();
const basic = (user: string, password: string) => ({
  auth: Buffer.from(`${user}:${password}`).toString('base64'),
});

/** Less than half of what the function's one layer has on its way. */
const cutAfterBytes = 500_000;

describe.skipIf(program === null)("Debian's docker-registry, with a password", () => {
  const folder = new TemporaryDirectory();
  const pulled = new Set<string>();
  const { PATH: searchPath = '' } = process.env;
  let registry: RealRegistry;
  let proxy: CuttingProxy;
  let app: string;

  beforeAll(async () => {
    registry = await RealRegistry.start(program ?? '');
    proxy = await CuttingProxy.start(registry.port, cutAfterBytes);
    vi.stubEnv('PATH', `${folder.path}:${searchPath}`);
    writeSignIn('right', { auths: { [proxy.host]: basic(account.user, account.password) } });
    await buildGoProgram(functionDirectory('go', 'provided'), folder.join('bootstrap'));
    app = await push('app:1');
  });

  afterAll(async () => {
    vi.unstubAllEnvs();
    await forget();
    await proxy[Symbol.asyncDispose]();
    await registry[Symbol.asyncDispose]();
    folder[Symbol.dispose]();
  });

  const docker = (...words: readonly string[]) =>
    runProgram('docker', words, { variables: { DOCKER_BUILDKIT: '0' } });

  function writeSignIn(name: string, config: object): void {
    folder.write({ [`${name}/config.json`]: JSON.stringify(config) });
  }

  /** Builds a function's image, pushes it and lets the engine forget it. */
  async function push(name: string, mark = 'first'): Promise<string> {
    const reference = `${proxy.host}/${name}`;
    const dockerfile = `FROM scratch\nCOPY bootstrap /var/task/bootstrap\nENV MARK=${mark}\n`;
    folder.write({ Dockerfile: dockerfile, '.dockerignore': '*\n!bootstrap\n' });
    const built = await docker('build', '-q', '-t', reference, folder.path);
    const pushed = await docker('--config', folder.join('right'), 'push', reference);
    expect(built).toMatchObject({ exitCode: 0 });
    expect(pushed).toMatchObject({ exitCode: 0 });
    expect(await docker('rmi', '-f', reference)).toMatchObject({ exitCode: 0 });
    pulled.add(reference);
    return reference;
  }

  /** The engine keeps a layer as long as one image has it. */
  async function forget(): Promise<void> {
    if (pulled.size > 0) await docker('rmi', '-f', ...pulled);
  }

  interface Asked {
    /** Which sign-in: a folder of Docker's configuration. */
    readonly signIn?: string;
    readonly registryMirror?: string;
  }

  /** A sandbox of its own for each question, and what it told. */
  async function open({ signIn = 'right', registryMirror }: Asked = {}) {
    const configuration = readConfiguration();
    const engine = { ...configuration.engine, dockerConfigDirectory: folder.join(signIn) };
    const lines: string[] = [];
    const sandbox = await createSandbox({
      configuration: { ...configuration, engine, registryMirror: registryMirror ?? null },
      onProgress: (line) => lines.push(line),
    });
    const create = (code: string, options: Partial<FunctionOptions> = {}) =>
      sandbox.createFunction({ code, memorySizeMb: 1769, timeoutSeconds: 30, ...options });
    return { sandbox, lines, create, [Symbol.asyncDispose]: () => close(sandbox) };
  }

  const close = (sandbox: Sandbox) => sandbox[Symbol.asyncDispose]();

  it('an image is pulled with what config.json has, pinned by its digest, and runs', async () => {
    await using asked = await open();
    await using tested = checkedFunction(await asked.create(app));
    const { digest, source } = tested.lambda.package.image;
    expect(source).toBe('pulled');
    expect(digest).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(asked.lines[0]).toBe(`pulling ${app}`);
    expect(asked.lines).toContain(`pulled ${app}, ${digest}`);
    expect(asked.lines).toContainEqual(expect.stringMatching(/: Pull complete$/));
    expect((await tested.invoke({ action: 'variables' })).payload).toMatchObject({ MARK: 'first' });
  });

  it('two functions that want one image at once pull it once', async () => {
    await forget();
    await using asked = await open();
    const functions = await Promise.all([1, 2].map(() => asked.create(app)));
    expect(asked.lines.filter((line) => line === `pulling ${app}`)).toHaveLength(1);
    expect(asked.lines.filter((line) => line.startsWith('Status: '))).toHaveLength(1);
    for (const lambda of functions) await lambda[Symbol.asyncDispose]();
  });

  it.each(['credHelpers', 'credsStore'])('a credential helper is asked (%s)', async (member) => {
    const answer = JSON.stringify({ Username: account.user, Secret: account.password });
    folder.write({ 'docker-credential-testing': `#!/bin/sh\necho '${answer}'\n` });
    chmodSync(folder.join('docker-credential-testing'), 0o755);
    const helpers = member === 'credsStore' ? 'testing' : { [proxy.host]: 'testing' };
    writeSignIn('helped', { [member]: helpers });
    await forget();
    await using asked = await open({ signIn: 'helped' });
    await using lambda = await asked.create(app);
    expect(lambda.package.image.source).toBe('pulled');
  });

  it('a wrong password is said with the file that has it, none with how to sign in', async () => {
    await forget();
    writeSignIn('wrong', { auths: { [proxy.host]: basic(account.user, 'wrong') } });
    writeSignIn('none', {});
    await using wrong = await open({ signIn: 'wrong' });
    const file = path.join(folder.path, 'wrong', 'config.json');
    await expect(wrong.create(app)).rejects.toMatchObject({
      code: 'ImageNotFound',
      message: expect.stringContaining(`${proxy.host} did not accept the sign-in of ${file}`),
      remedy: `Sign in anew: docker login ${proxy.host}`,
    });
    await using none = await open({ signIn: 'none' });
    await expect(none.create(app)).rejects.toMatchObject({
      code: 'ImageNotFound',
      message: expect.stringContaining(`${proxy.host} wants a sign-in`),
      remedy: `Sign in: docker login ${proxy.host}`,
    });
  });

  it('a download that is cut off in the middle goes on', async () => {
    await forget();
    await using asked = await open();
    const before = proxy.cutsMade;
    proxy.cutsToCome = 1;
    await using lambda = await asked.create(app);
    expect(proxy.cutsMade - before).toBe(1);
    expect(lambda.package.image.source).toBe('pulled');
    expect(asked.lines).toContainEqual(expect.stringMatching(/: Retrying in/));
  });

  it('--pull: never takes what is there, always asks for a newer one', async () => {
    const reference = await push('moving:1', 'older');
    await using asked = await open();
    const never = asked.create(reference, { pull: 'never' });
    await expect(never).rejects.toMatchObject({
      code: 'ImageNotFound',
      message: expect.stringContaining('none is to be pulled'),
    });
    await using first = await asked.create(reference);
    // It keeps this name when it has lost the other.
    pulled.add(`${proxy.host}/moving@${first.package.image.digest}`);
    const copy = `lambox-test/moving:${process.pid}`;
    pulled.add(copy);
    await docker('tag', reference, copy);
    await push('moving:1', 'newer');
    await docker('tag', copy, reference);
    await using there = await asked.create(reference, { pull: 'never' });
    expect(there.package.image.digest).toBe(first.package.image.digest);
    await using newer = await asked.create(reference, { pull: 'always' });
    expect(newer.package.image.environmentVariables).toMatchObject({ MARK: 'newer' });
    expect(newer.package.image.digest).not.toBe(first.package.image.digest);
  });

  it("a mirror stands in for AWS's registry, for runtimes and for images", async () => {
    const reference = await push('mirror/lambda/provided:al2023');
    await using asked = await open({ registryMirror: `${proxy.host}/mirror` });
    const aws = 'public.ecr.aws/lambda/provided:al2023';
    await using image = await asked.create(aws);
    expect(image.package.image).toMatchObject({ reference, source: 'pulled' });
    folder.write({ 'code/bootstrap': '' });
    const options = { runtime: 'provided.al2023', pull: 'always' } as const;
    await using lambda = await asked.create(folder.join('code'), options);
    expect(lambda.package.image).toMatchObject({ reference, operatingSystem: 'Amazon Linux 2023' });
  });
});
