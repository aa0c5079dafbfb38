import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import type {
  BuildOptions,
  ImageDescription,
  ImageSummary,
  Labels,
  LoadOptions,
} from '../../src/engine/container-engine.ts';
import { LamboxError } from '../../src/errors.ts';

export type FakeImages = Readonly<Record<string, Partial<ImageDescription>>>;

/** Images in memory: a name and what is said of it, no layers. */
export class FakeImageStore {
  readonly #images = new Map<string, ImageDescription>();
  readonly #registry: FakeImages;

  /**
   * @param present what the engine has
   * @param registry what can be pulled
   */
  constructor(present: FakeImages, registry: FakeImages) {
    this.#registry = registry;
    for (const [reference, description] of Object.entries(present)) {
      this.#add(reference, description);
    }
  }

  find(reference: string): ImageDescription | null {
    const byId = [...this.#images.values()].find((image) => image.id === reference);
    const image = this.#images.get(withTag(reference)) ?? byId ?? null;
    return image && { ...image, reference };
  }

  pull(reference: string): ImageDescription {
    const offered = this.#registry[reference];
    if (offered === undefined) {
      throw new LamboxError('ImageNotFound', `Image ${reference} cannot be pulled: no such image.`);
    }
    return this.#add(reference, { digest: digestOf(`manifest ${reference}`), ...offered });
  }

  /** Reads the tar for its digest and understands `LABEL k=v`, `ENV k=v`, `WORKDIR` and more. */
  async import(
    tar: Readable,
    reference: string,
    changes: readonly string[],
  ): Promise<ImageDescription> {
    const hash = createHash('sha256');
    let sizeBytes = 0;
    for await (const chunk of tar) {
      hash.update(chunk as Buffer);
      sizeBytes += (chunk as Buffer).length;
    }
    return this.#add(reference, {
      id: `sha256:${hash.update(changes.join('\n')).digest('hex')}`,
      sizeBytes,
      imported: true,
      labels: pairs(changes, 'LABEL'),
      environmentVariables: pairs(changes, 'ENV'),
      workingDirectory:
        changes.find((change) => change.startsWith('WORKDIR '))?.slice('WORKDIR '.length) ?? '/',
      healthCheck: changes.flatMap((change) => {
        const [, command] = /^HEALTHCHECK CMD (.*)$/.exec(change) ?? [];
        return command === undefined ? [] : ['CMD-SHELL', command];
      }),
    });
  }

  /** Registers the image that the options name; the Dockerfile is not carried out. */
  async build(context: string | Readable, options: BuildOptions): Promise<ImageDescription> {
    if (typeof context !== 'string') {
      context.resume();
    }
    return this.#add(options.reference, { labels: options.labels ?? {} });
  }

  /** Reads the archive for its digest. */
  async load(archive: Readable, { reference }: LoadOptions): Promise<ImageDescription> {
    const chunks: Buffer[] = [];
    for await (const chunk of archive) chunks.push(chunk as Buffer);
    return this.#add(reference, { id: digestOf(Buffer.concat(chunks).toString('base64')) });
  }

  list(labels: Labels): readonly ImageSummary[] {
    return [...this.#images.values()]
      .filter((image) => carries(image.labels, labels))
      .map(({ id, reference, labels: own, sizeBytes }) => ({
        id,
        parentId: null,
        references: [reference],
        labels: own,
        sizeBytes,
      }));
  }

  remove(reference: string): void {
    const image = this.find(reference);
    for (const [key, { id }] of [...this.#images]) {
      if (key === withTag(reference) || (image?.id === reference && id === reference)) {
        this.#images.delete(key);
      }
    }
  }

  #add(reference: string, description: Partial<ImageDescription>): ImageDescription {
    const image: ImageDescription = {
      id: digestOf(reference),
      digest: null,
      architecture: 'x86_64',
      sizeBytes: 0,
      labels: {},
      environmentVariables: {},
      entryPoint: [],
      command: [],
      workingDirectory: '/',
      volumes: [],
      imported: false,
      healthCheck: [],
      createdAt: '2026-01-01T00:00:00Z',
      ...description,
      reference: withTag(reference),
    };
    this.#images.set(withTag(reference), image);
    return { ...image, reference };
  }
}

/** Whether all the wanted labels are there; an empty value asks for the key alone. */
export function carries(labels: Labels, wanted: Labels): boolean {
  return Object.entries(wanted).every(([key, value]) =>
    value === '' ? key in labels : labels[key] === value,
  );
}

function withTag(reference: string): string {
  return /:[^/:]+$|@/.test(reference) ? reference : `${reference}:latest`;
}

function digestOf(text: string): string {
  return `sha256:${createHash('sha256').update(text).digest('hex')}`;
}

function pairs(changes: readonly string[], instruction: string): Record<string, string> {
  const lines = changes.filter((change) => change.startsWith(`${instruction} `));
  return Object.fromEntries(
    lines.map((line) => {
      const [key = '', ...value] = line.slice(instruction.length + 1).split('=');
      return [key, value.join('=')];
    }),
  );
}
