import { chmodSync, copyFileSync, mkdirSync, truncateSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { readConfiguration } from '../../../src/configuration.ts';
import type { ContainerEngine } from '../../../src/engine/container-engine.ts';
import { createDirectoryTar } from '../../../src/engine/docker/directory-tar.ts';
import { findEngine } from '../../../src/engine/find-engine.ts';
import { createGateway } from '../../../src/gateway/gateway.ts';
import { createSandbox, type Sandbox } from '../../../src/sandbox.ts';
import { FunctionLog } from './function-log.ts';
import { HttpFunction } from './http-function.ts';
import type { DeployedFunction, FileContent, FunctionSpecification, Target } from './target.ts';

/** Lambox, as `lambox run` puts it together: a function behind the gateway. */
export async function createLamboxTarget(): Promise<Target> {
  const configuration = readConfiguration();
  const engine = await findEngine(configuration.engine);
  const directory = await mkdtemp(path.join(os.tmpdir(), 'lambox-conformance-'));
  const cacheDirectory = path.join(directory, 'cache');
  const sandbox = await createSandbox({ configuration: { ...configuration, cacheDirectory } });
  const builder = new ImageBuilder(engine);
  let count = 0;
  return {
    name: 'lambox',
    async deploy(specification) {
      count += 1;
      const folder = path.join(directory, String(count));
      const code = await codeOf(specification, folder, builder);
      const layers = layersOf(specification, path.join(directory, `${count}-layer`));
      return deployCode(sandbox, specification, code, layers);
    },
    async [Symbol.asyncDispose]() {
      await sandbox[Symbol.asyncDispose]();
      await builder.removeImages();
      await engine.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

async function deployCode(
  sandbox: Sandbox,
  specification: FunctionSpecification,
  code: string,
  layers: readonly string[],
): Promise<DeployedFunction> {
  const { name, runtime, handler, variables, ephemeralStorageMb, image } = specification;
  const { loggingConfig } = specification;
  const log = new FunctionLog();
  const lambda = await sandbox.createFunction({
    code,
    functionName: name,
    memorySizeMb: specification.memorySizeMb ?? 1769,
    timeoutSeconds: specification.timeoutSeconds ?? 30,
    concurrency: specification.concurrency ?? 1,
    onLog: ({ text, epochMs }) => log.add(text, epochMs),
    ...(path.isAbsolute(code) && { runtime, handler: handler ?? 'index.handler' }),
    ...(layers.length > 0 && { layers }),
    ...(variables !== undefined && { variables }),
    ...(ephemeralStorageMb !== undefined && { ephemeralStorageMb }),
    ...(image !== undefined && { imageConfig: image }),
    ...(loggingConfig !== undefined && { loggingConfig }),
    ...specification.more,
  });
  const gateway = await createGateway({
    function: lambda,
    aliases: [],
    hostname: '127.0.0.1',
    port: 0,
  });
  return new HttpFunction({
    name,
    arn: lambda.functionArn,
    url: gateway.url,
    log,
    dispose: async () => {
      await gateway[Symbol.asyncDispose]();
      await lambda[Symbol.asyncDispose]();
    },
  });
}

/** A directory, else an image, whose layers are part of it. */
async function codeOf(
  specification: FunctionSpecification,
  folder: string,
  images: ImageBuilder,
): Promise<string> {
  const { runtime, code, layer, image, handler } = specification;
  if (image === undefined) {
    write(folder, code);
    return folder;
  }
  write(path.join(folder, 'var/task'), code);
  write(path.join(folder, 'opt'), layer ?? {});
  mkdirSync(path.join(folder, 'opt'), { recursive: true });
  return runtime.startsWith('provided')
    ? images.fromScratch(folder)
    : images.onNode(folder, handler ?? 'index.handler');
}

function layersOf({ layer, image }: FunctionSpecification, folder: string): readonly string[] {
  if (layer === undefined || image !== undefined) return [];
  write(folder, layer);
  return [folder];
}

function write(folder: string, files: Readonly<Record<string, FileContent>>): void {
  for (const [name, content] of Object.entries(files)) {
    const file = path.join(folder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    if (typeof content === 'string') {
      writeFileSync(file, content);
      if (content.startsWith('#!')) chmodSync(file, 0o755);
    } else if ('sizeBytes' in content) {
      writeFileSync(file, '');
      truncateSync(file, content.sizeBytes);
    } else {
      copyFileSync(content.executable, file);
      chmodSync(file, 0o755);
    }
  }
}

/** Images of functions, all removed at the end. */
class ImageBuilder {
  readonly #engine: ContainerEngine;
  readonly #references: string[] = [];

  constructor(engine: ContainerEngine) {
    this.#engine = engine;
  }

  /** Nothing but the folder's files; `/var/task/bootstrap` is the entry point. */
  async fromScratch(folder: string): Promise<string> {
    const reference = this.#newReference();
    await this.#engine.importImage(createDirectoryTar(folder), reference, [
      'ENTRYPOINT ["/var/task/bootstrap"]',
      'WORKDIR /var/task',
    ]);
    return reference;
  }

  async onNode(folder: string, handler: string): Promise<string> {
    const reference = this.#newReference();
    const lines = ['FROM lambox/nodejs:24', 'COPY var /var/', 'COPY opt /opt/'];
    const command = `CMD ${JSON.stringify([handler])}`;
    writeFileSync(path.join(folder, 'Dockerfile'), [...lines, command].join('\n'));
    await this.#engine.buildImage(folder, { reference, dockerfile: 'Dockerfile' });
    return reference;
  }

  async removeImages(): Promise<void> {
    for (const reference of this.#references) await this.#engine.removeImage(reference);
  }

  #newReference(): string {
    const reference = `lambox-conformance/${process.pid}-${this.#references.length}:1`;
    this.#references.push(reference);
    return reference;
  }
}
