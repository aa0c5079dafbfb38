import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readConfiguration } from '../../src/configuration.ts';
import type { ContainerEngine } from '../../src/engine/container-engine.ts';
import { findEngine } from '../../src/engine/find-engine.ts';
import { findBuildx } from '../../src/package/buildx.ts';
import { buildFunctionImage, type FunctionImageOptions } from '../../src/package/function-image.ts';
import { createSandbox, type Sandbox } from '../../src/sandbox.ts';
import { TemporaryDirectory } from '../support/temporary-directory.ts';
import { checkedFunction } from '../support/test-sandbox.ts';

// The engine's own BuildKit reads it, 20.10's too: no `# syntax=`, which a registry would have.
const dockerfile = [
  'FROM lambox/nodejs:24',
  'ARG GREETING=none',
  'ENV GREETING=$GREETING',
  'RUN --mount=type=cache,id=IDENTIFIER,target=/kept echo x >> /kept/runs && \\',
  '  cat /kept/runs > /var/task/runs',
  'COPY --chmod=644 . ./',
  'CMD ["index.handler"]',
].join('\n');
const source = `import { readdirSync, readFileSync } from 'node:fs';
const runs = readFileSync('runs', 'utf8').split('\\n').length - 1;
export const handler = async () => [process.env.GREETING, runs, ...readdirSync('.').sort()];
`;

const configuration = readConfiguration();
const found = await findEngine(configuration.engine).catch(() => null);
const buildx = found === null ? null : await findBuildx(await found.describe());
await found?.close();

describe.runIf(buildx !== null)("through the docker CLI's buildx", () => {
  const lines: string[] = [];
  const images = new Set<string>();
  const directory = new TemporaryDirectory();
  let engine: ContainerEngine;
  let sandbox: Sandbox;

  beforeAll(async () => {
    directory.write({
      // A cache of this run's own.
      Dockerfile: dockerfile.replace('IDENTIFIER', randomUUID()),
      'index.mjs': source,
      'secret.txt': 'not for the image',
      '.dockerignore': '*.txt\nDockerfile\n.dockerignore\n',
    });
    engine = await findEngine(configuration.engine);
    sandbox = await createSandbox({ configuration, onProgress: (line) => lines.push(line) });
  });

  afterAll(async () => {
    await sandbox[Symbol.asyncDispose]();
    for (const image of images) await engine.removeImage(image);
    await engine.close();
    directory[Symbol.dispose]();
  });

  async function answerOf(greeting: string): Promise<unknown> {
    const buildArguments = { GREETING: greeting };
    const limits = { memorySizeMb: 1769, timeoutSeconds: 60 };
    const lambda = await sandbox.createFunction({
      code: directory.path,
      buildArguments,
      ...limits,
    });
    images.add(lambda.package.image.id);
    await using tested = checkedFunction(lambda);
    expect(lambda.package.image).toMatchObject({ source: 'built', operatingSystem: 'Debian 13' });
    return (await tested.invoke()).payload;
  }

  async function build(folder: TemporaryDirectory, options: Partial<FunctionImageOptions> = {}) {
    const onProgress = (line: string) => lines.push(line);
    const { architecture } = await engine.describe();
    const given = { architecture, onProgress, registryMirror: null, ...options };
    const target = { directory: folder.path, name: 'buildx' };
    return buildFunctionImage(engine, target, { ...configuration, ...given });
  }

  it('RUN --mount, COPY --chmod, arguments, .dockerignore; a cache that is kept', async () => {
    expect(await answerOf('hello')).toEqual(['hello', 1, 'index.mjs', 'runs']);
    expect(lines).toContainEqual(expect.stringMatching(/^#\d+ .*RUN --mount=type=cache/));
    expect(await answerOf('again')).toEqual(['again', 2, 'index.mjs', 'runs']);
  });

  it('takes its steps from the cache when nothing has changed', async () => {
    lines.length = 0;
    expect(await answerOf('again')).toEqual(['again', 2, 'index.mjs', 'runs']);
    expect(lines).toContainEqual(expect.stringMatching(/^#\d+ CACHED$/));
  });

  it('builds for another platform', async () => {
    using foreign = new TemporaryDirectory();
    foreign.write({ Dockerfile: 'FROM scratch\nCOPY Dockerfile /x\nCMD ["/x"]\n' });
    const [platform, architecture] =
      process.arch === 'arm64' ? ['linux/amd64', 'x86_64'] : ['linux/arm64', 'arm64'];
    const image = await build(foreign, { platform });
    images.add(image.id);
    expect(image.architecture).toBe(architecture);
  });

  it('says the step that failed, and its last words', async () => {
    using broken = new TemporaryDirectory();
    broken.write({ Dockerfile: 'FROM lambox/nodejs:24\nRUN echo last words; exit 3\n' });
    await expect(build(broken)).rejects.toMatchObject({
      code: 'ImageBuildFailed',
      message: expect.stringMatching(/ failed at "RUN echo last words; exit 3": .*exit code: 3/),
      evidence: { lastLines: expect.arrayContaining([expect.stringContaining('last words')]) },
    });
  });
});
