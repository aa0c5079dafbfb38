import { createHash } from 'node:crypto';
import path from 'node:path';
import type { NamedFunction } from '../../benchmark/contender.ts';
import {
  writeDockerfile,
  writeImagePackage,
  writeLayerPackage,
  writeZipPackage,
} from '../../benchmark/package-writer.ts';
import type { Packaging } from '../../benchmark/packaging.ts';
import { LamboxError } from '../../errors.ts';
import { inferHandler } from '../../package/infer-handler.ts';
import { resolveTarget } from '../../package/resolve-target.ts';
import { createWorkFolder, type WorkFolder } from '../../package/work-folder.ts';
import type { FunctionOptions, Sandbox } from '../../sandbox.ts';
import type { CommandContext } from '../command-context.ts';
import type { BenchFlags } from './flags.ts';

interface Source {
  readonly options: FunctionOptions;
  readonly directory: string;
  readonly runtime: string;
  readonly handler: string;
}

/** The same code deployed in several ways, in a folder of this run's own. */
export class BenchPackages implements AsyncDisposable {
  readonly #packagings: readonly Packaging[];
  readonly #parent: string;
  readonly #images: (Source & { readonly folder: string })[] = [];
  #work: WorkFolder | null = null;
  #count = 0;

  constructor(
    flags: Pick<BenchFlags, 'package'>,
    { configuration }: Pick<CommandContext, 'configuration'>,
  ) {
    this.#packagings = flags.package ?? [];
    this.#parent = path.join(configuration.cacheDirectory, 'bench');
  }

  /**
   * Each function in every packaging that was asked for; as it is where none was.
   * @throws LamboxError `InvalidOption` for what is no directory, or has no layer to make
   */
  async of(functions: readonly NamedFunction[]): Promise<readonly NamedFunction[]> {
    if (this.#packagings.length === 0) return functions;
    const sources = await Promise.all(functions.map((of) => this.#sourceOf(of)));
    const packaged: NamedFunction[] = [];
    for (const [index, { name }] of functions.entries()) {
      const source = sources[index];
      if (source === undefined) continue;
      for (const packaging of this.#packagings) {
        const options = await this.#optionsOf(source, packaging);
        packaged.push({ name: `${name} as ${packaging}`, options });
      }
    }
    return packaged;
  }

  /** Bases the images on the ones that the runtimes have here. */
  async prepare(sandbox: Pick<Sandbox, 'createFunction'>): Promise<void> {
    for (const { options, runtime, handler, folder } of this.#images) {
      await using lambda = await sandbox.createFunction({ ...options, runtime, handler });
      await writeDockerfile(folder, { image: lambda.package.image.reference, handler });
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#work?.remove();
  }

  async #sourceOf({ name, options }: NamedFunction): Promise<Source> {
    const { code, layers = [] } = options;
    const target = await resolveTarget(code, options);
    if (target.kind !== 'directory') {
      const kind = target.kind === 'zip' ? 'a zip file' : 'an image';
      throw invalid(`--package needs a directory, ${name} is ${kind}`, 'Name the directory.');
    }
    if (layers.length > 0 && this.#packagings.includes('image')) {
      throw invalid('--package image has no place for --layer', 'Leave out one of them.');
    }
    const { runtime, handler } = inferHandler(target.directory, options, code);
    const named = { ...options, functionName: options.functionName ?? target.name };
    return { options: named, directory: target.directory, runtime, handler };
  }

  async #optionsOf(source: Source, packaging: Packaging): Promise<FunctionOptions> {
    const { options, directory, runtime, handler } = source;
    const managed = { ...options, runtime, handler };
    if (packaging === 'directory') return managed;
    this.#work ??= await createWorkFolder(this.#parent);
    this.#count += 1;
    const folder = path.join(this.#work.path, String(this.#count));
    if (packaging === 'zip') {
      await writeZipPackage(directory, `${folder}.zip`);
      return { ...managed, code: `${folder}.zip` };
    }
    if (packaging === 'layer') {
      const { code, layer } = await writeLayerPackage(directory, folder);
      return { ...managed, code, layers: [...(options.layers ?? []), layer] };
    }
    return this.#imageOf(source);
  }

  /** In a place that stays the same: the engine keeps one image of it, not one of each run. */
  async #imageOf(source: Source): Promise<FunctionOptions> {
    const { directory, runtime, handler, options } = source;
    const key = createHash('sha256').update(`${directory}\n${runtime}\n${handler}`).digest('hex');
    const name = options.functionName ?? path.basename(directory);
    const folder = path.join(this.#parent, 'images', key.slice(0, 12), name);
    await writeImagePackage(directory, folder);
    this.#images.push({ ...source, folder });
    const { runtime: _runtime, handler: _handler, layers: _layers, ...others } = options;
    return { ...others, code: folder };
  }
}

function invalid(message: string, remedy: string): LamboxError {
  return new LamboxError('InvalidOption', message, { remedy });
}
