import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readConfiguration } from '../../src/configuration.ts';
import type { ContainerEngine } from '../../src/engine/container-engine.ts';
import { findEngine } from '../../src/engine/find-engine.ts';
import type { FunctionOptions } from '../../src/function-options.ts';
import { createSandbox, type Sandbox } from '../../src/sandbox.ts';
import { functionDirectory } from '../support/function-directory.ts';
import { buildGoProgram } from '../support/go-toolchain.ts';
import { platformError } from '../support/platform-error.ts';
import { downloadWheels, hostHasPip } from '../support/python-wheels.ts';
import { TemporaryDirectory } from '../support/temporary-directory.ts';
import { checkedFunction } from '../support/test-sandbox.ts';

const context = new TemporaryDirectory();
const references = new Map<string, string>();
const volumes = new Set<string>();
let hinted: (line: string) => void = () => {};
let engine: ContainerEngine;
let sandbox: Sandbox;

beforeAll(async () => {
  const source = functionDirectory('image', 'shapes');
  cpSync(source, context.path, { recursive: true });
  await buildGoProgram(source, context.join('program'));
  writeForeignProgram(context.join('program'), context.join('foreign'));
  mkdirSync(context.join('links'));
  symlinkSync('/app/program', context.join('links', 'entry'));
  const configuration = readConfiguration();
  engine = await findEngine(configuration.engine);
  const onProgress = (line: string) => hinted(line);
  sandbox = await createSandbox({ configuration, onProgress });
});

afterAll(async () => {
  await sandbox[Symbol.asyncDispose]();
  for (const volume of volumes) await engine.removeVolume(volume);
  for (const reference of references.values()) await engine.removeImage(reference);
  await engine.close();
  context[Symbol.dispose]();
});

/** The same program, whose header says that it is for IBM's S/390. */
function writeForeignProgram(program: string, foreign: string): void {
  const bytes = readFileSync(program);
  bytes.writeUInt16LE(22, 18);
  writeFileSync(foreign, bytes, { mode: 0o755 });
}

/** Each shape is built when it is first asked for. */
async function imageOf(shape: string): Promise<string> {
  const built = references.get(shape);
  if (built !== undefined) return built;
  const reference = `lambox-test/shape-${shape}:${process.pid}`;
  const dockerfile = `${shape}.Dockerfile`;
  await engine.buildImage(context.path, { reference, dockerfile });
  references.set(shape, reference);
  return reference;
}

async function create(shape: string, options: Partial<FunctionOptions> = {}) {
  const code = await imageOf(shape);
  const limits = { memorySizeMb: 1769, timeoutSeconds: 30 };
  const lambda = await sandbox.createFunction({ code, ...limits, ...options });
  for (const { volume } of lambda.package.volumes) volumes.add(volume);
  return checkedFunction(lambda);
}

async function answerOf(shape: string, options: Partial<FunctionOptions> = {}) {
  await using tested = await create(shape, options);
  expect(await tested.invoke({ first: true })).toMatchObject({ functionError: null });
  const second = await tested.invoke({ event: 'ü' });
  expect(second.startKind).toBe('warm');
  return second.payload;
}

describe('an image runs as it is', () => {
  it("AWS's base with its entry point, the emulator left alone", async () => {
    expect(await answerOf('aws-base')).toEqual({
      event: { event: 'ü' },
      directory: '/var/task',
      handler: 'index.handler',
      user: 993,
    });
  });

  it('a plain Node.js image with the runtime client in it', async () => {
    expect(await answerOf('own-client')).toEqual({
      event: { event: 'ü' },
      directory: '/var/task',
      handler: 'index.handler',
      user: 993,
    });
  });

  it.skipIf(!hostHasPip)("a plain Python image, AWS's client installed by its user", async () => {
    await downloadWheels(context.join('wheels'), ['awslambdaric==4.2.2'], { version: '3.13' });
    expect(await answerOf('python-client')).toEqual({
      event: { event: 'ü' },
      directory: '/function',
      handler: 'app.handler',
      user: 993,
      client: '/function/awslambdaric',
      requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
  });

  it('a bare bootstrap, without entry point and command', async () => {
    expect(await answerOf('bare-bootstrap')).toMatchObject({
      arguments: ['/var/runtime/bootstrap'],
      user: 993,
      tmp: true,
    });
  });

  it('from scratch: symlinked entry point, VOLUME, USER, HEALTHCHECK, STOPSIGNAL', async () => {
    expect(await answerOf('scratch')).toEqual({
      arguments: ['/entry', 'one', 'two words'],
      directory: '/app',
      user: 993,
      mark: 'kept',
      handler: 'one',
      tmp: true,
      data: false,
      event: { event: 'ü' },
    });
  });

  it('distroless: without a shell, for a user whom it has not', async () => {
    expect(await answerOf('distroless')).toMatchObject({ user: 993, directory: '/', tmp: true });
  });

  it('an entry point in the form of a shell', async () => {
    const answer = { arguments: ['/app', 'from a shell'], mark: 'from a shell' };
    expect(await answerOf('shell-form')).toMatchObject(answer);
  });

  it('an entry point beside its working directory, as AWS has it for Go', async () => {
    const answer = { arguments: ['./main'], directory: '/srv', user: 993 };
    expect(await answerOf('relative')).toMatchObject(answer);
  });

  it('a command alone, found in the PATH of its ENV, its words as they are', async () => {
    const answer = { arguments: ['main', '$MARK'], mark: 'two words' };
    expect(await answerOf('by-path')).toMatchObject(answer);
  });

  it('a shell that stays, with variables of the function', async () => {
    const answer = { arguments: ['/app', 'given'], mark: 'given' };
    expect(await answerOf('shell-without-exec', { variables: { MARK: 'given' } })).toMatchObject(
      answer,
    );
  });

  it('a web server on port 8080 behind an adapter in /opt/extensions', async () => {
    const body = '{"event":"ü"}';
    expect(await answerOf('web')).toEqual({ method: 'POST', path: '/events', body });
  });
});

describe('what cannot run is said', () => {
  it('a program that never asks for an event: a hint, and it goes on', async () => {
    const hint = Promise.withResolvers<string>();
    hinted = (line) => line.startsWith('hint: ') && hint.resolve(line);
    await using tested = await create('no-client');
    const answered = tested.lambda.dispatch(Buffer.from('{}')).settled.catch(() => null);
    expect(await hint.promise).toContain('has not asked for an event within 2 s of its start');
    await tested[Symbol.asyncDispose]();
    await answered;
  });

  it('a working directory that is not there', async () => {
    const imageConfig = { workingDirectory: '/nowhere' };
    await using tested = await create('distroless', { imageConfig });
    const result = await tested.invoke();
    const text = 'chdir /nowhere: no such file or directory';
    expect(result.payload).toEqual(platformError(result, 'Runtime.InvalidWorkingDir', text));
  });

  it('a program for another processor', async () => {
    await using tested = await create('foreign');
    const result = await tested.invoke();
    const text = 'fork/exec /app: exec format error';
    expect(result.payload).toEqual(platformError(result, 'Runtime.InvalidEntrypoint', text));
  });
});
