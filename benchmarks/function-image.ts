import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DeployedPackage } from '../src/package/deployed-package.ts';
import { functionDirectory, type Workbench } from './workbench.ts';

export interface FunctionImage extends AsyncDisposable {
  readonly reference: string;
}

export interface FunctionImageOptions {
  readonly name: string;
  /** Any with the runtime client. */
  readonly base: DeployedPackage['image'];
  /** What it has more than its base, of data that nobody can compress. */
  readonly megabytes: number;
}

/** The measured function as an image. Disposing it removes the image. */
export async function buildFunctionImage(
  { engine, labels, say }: Workbench,
  { name, base, megabytes }: FunctionImageOptions,
): Promise<FunctionImage> {
  const reference = `lambox-benchmark/${name}:${process.pid}`;
  const context = await mkdtemp(join(tmpdir(), 'lambox-benchmark-'));
  try {
    await cp(functionDirectory, context, { recursive: true });
    const data = `RUN head -c ${megabytes}000000 /dev/urandom > /data\n`;
    const dockerfile =
      `FROM ${base.reference}\nCOPY . /var/task\n${megabytes > 0 ? data : ''}` +
      'CMD ["index.handler"]\n';
    await writeFile(join(context, 'Dockerfile'), dockerfile);
    say(`building ${reference}`);
    await engine.buildImage(context, { reference, dockerfile: 'Dockerfile', labels });
  } finally {
    await rm(context, { recursive: true });
  }
  return { reference, [Symbol.asyncDispose]: () => engine.removeImage(reference) };
}
