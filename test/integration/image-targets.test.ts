import { existsSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readConfiguration } from '../../src/configuration.ts';
import type { ContainerEngine } from '../../src/engine/container-engine.ts';
import { findEngine } from '../../src/engine/find-engine.ts';
import type { FunctionOptions } from '../../src/function-options.ts';
import { createSandbox, type Sandbox } from '../../src/sandbox.ts';
import { functionDirectory } from '../support/function-directory.ts';
import { buildGoProgram } from '../support/go-toolchain.ts';
import { runProgram } from '../support/lambox-command.ts';
import { TemporaryDirectory } from '../support/temporary-directory.ts';
import { checkedFunction } from '../support/test-sandbox.ts';

const files = {
  Dockerfile: [
    'FROM lambox/nodejs:24',
    'ARG GREETING=none',
    'ENV GREETING=$GREETING',
    'COPY . ./',
    'CMD ["index.handler"]',
  ].join('\n'),
  'index.mjs':
    "import { readdirSync } from 'node:fs';\n" +
    'export const handler = async () => [process.env.GREETING, ...readdirSync(".").sort()];\n',
  'secret.txt': 'not for the image',
  '.dockerignore': '*.txt\nDockerfile\n.dockerignore\n',
};

const directory = new TemporaryDirectory();
const lines: string[] = [];
const images = new Set<string>();
let engine: ContainerEngine;
let sandbox: Sandbox;

beforeAll(async () => {
  directory.write(files);
  const configuration = readConfiguration();
  engine = await findEngine(configuration.engine);
  sandbox = await createSandbox({ configuration, onProgress: (line) => lines.push(line) });
});

afterAll(async () => {
  await sandbox[Symbol.asyncDispose]();
  for (const reference of images) await engine.removeImage(reference);
  await engine.close();
  directory[Symbol.dispose]();
});

async function create(code: string, options: Partial<FunctionOptions> = {}) {
  const given = { code, memorySizeMb: 1769, timeoutSeconds: 60, ...options };
  const lambda = await sandbox.createFunction(given);
  images.add(lambda.package.image.reference);
  return checkedFunction(lambda);
}

describe('a directory with a Dockerfile', () => {
  it('is built with its arguments, without what .dockerignore leaves out, and runs', async () => {
    const buildArguments = { GREETING: 'hello' };
    await using tested = await create(directory.path, { buildArguments });
    expect((await tested.invoke()).payload).toEqual(['hello', 'index.mjs']);
    const { configuration, inferred, package: code } = tested.lambda;
    expect(configuration).toMatchObject({ packageType: 'Image', runtime: null, handler: null });
    expect(inferred).toContain('the directory has a Dockerfile');
    expect(code.image).toMatchObject({ source: 'built', operatingSystem: 'Debian 13' });
    expect(lines).toContainEqual(expect.stringContaining('building '));
    expect(lines).toContainEqual(expect.stringContaining('COPY . ./'));
  });

  it('is the same image when nothing has changed, its steps from the cache', async () => {
    const buildArguments = { GREETING: 'hello' };
    await using first = await create(directory.path, { buildArguments });
    lines.length = 0;
    await using second = await create(directory.path, { buildArguments });
    expect(second.lambda.package.image.id).toBe(first.lambda.package.image.id);
    expect(lines.join('\n')).toMatch(/Using cache|CACHED/);
  });

  it('is code where the handler is given', async () => {
    await using tested = await create(directory.path, { handler: 'index.handler' });
    expect((await tested.invoke()).payload).toContain('Dockerfile');
    expect(tested.lambda.configuration).toMatchObject({ packageType: 'Zip' });
    images.delete(tested.lambda.package.image.reference);
  });

  it('that cannot be built says the step and its last words', async () => {
    using broken = new TemporaryDirectory();
    broken.write({ Dockerfile: 'FROM lambox/nodejs:24\nRUN echo last words; exit 3\n' });
    await expect(create(broken.path)).rejects.toMatchObject({
      code: 'ImageBuildFailed',
      evidence: { lastLines: expect.arrayContaining([expect.stringContaining('last words')]) },
    });
  });
});

it.runIf(process.arch === 'x64' && !existsSync('/proc/sys/fs/binfmt_misc/qemu-aarch64'))(
  'an image for another processor is refused where nothing emulates it',
  async () => {
    using foreign = new TemporaryDirectory();
    foreign.write({ Dockerfile: 'FROM scratch\nCOPY Dockerfile /x\nCMD ["/x"]\n' });
    await expect(create(foreign.path, { platform: 'linux/arm64' })).rejects.toMatchObject({
      code: 'InvalidOption',
      message: expect.stringContaining('is for arm64'),
    });
    const [built] = lines
      .flatMap((line) => / as (lambox-function\/\S+)$/.exec(line)?.[1] ?? [])
      .slice(-1);
    if (built !== undefined) images.add(built);
  },
);

it('the archive of an image runs, and names none of the user’s', async () => {
  const mine = `lambox-test/archived:${process.pid}`;
  using built = new TemporaryDirectory();
  built.write({ Dockerfile: 'FROM scratch\nCOPY bootstrap /var/task/bootstrap\n' });
  await buildGoProgram(functionDirectory('go', 'provided'), built.join('bootstrap'));
  const options = { reference: mine, dockerfile: 'Dockerfile' };
  await engine.buildImage(built.path, options);
  const file = path.join(built.path, 'image.tar');
  const saved = await runProgram('docker', ['save', '-o', file, mine]);
  await engine.removeImage(mine);
  expect(saved.exitCode).toBe(0);
  await using tested = await create(file);
  expect((await tested.invoke()).functionError).toBeNull();
  expect(tested.lambda.package.image).toMatchObject({ source: 'loaded' });
  expect(await engine.inspectImage(mine)).toBeNull();
});
