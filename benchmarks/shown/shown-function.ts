import { execFile } from 'node:child_process';
import { cp, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { buildGoProgram } from '../../test/support/go-toolchain.ts';
import { writeManyModules } from './many-modules.ts';

const run = promisify(execFile);
const sources = path.join(import.meta.dirname, 'functions');

/** One of the functions that `lambox bench` is shown on. */
export interface ShownFunction {
  readonly name: string;
  /** Puts it into an empty folder. */
  readonly make: (folder: string) => Promise<void>;
  /** What `lambox bench` is given besides the folder. */
  readonly options: readonly string[];
  /** A folder with a Dockerfile is built, and measured as an image. */
  readonly image?: true;
}

const copied = (name: string) => (folder: string) =>
  cp(path.join(sources, name), folder, { recursive: true });

const python = ['--runtime', 'python3.13', '--handler', 'app.handler'];

export const shownFunctions: readonly ShownFunction[] = [
  { name: 'hello-node', make: copied('hello-node'), options: [] },
  { name: 'bundle-node', make: writeManyModules, options: [] },
  { name: 'sdk-node', make: makeSdk, options: [] },
  { name: 'hello-python', make: copied('hello-python'), options: python },
  { name: 'pandas-python', make: makePandas, options: python },
  { name: 'static-go', make: makeGo, options: ['--runtime', 'provided.al2023'] },
  { name: 'image-1gb', make: makeImage, options: [], image: true },
];

async function makeSdk(folder: string): Promise<void> {
  await copied('sdk-node')(folder);
  await run('npm', ['install', '--omit=dev', '--no-audit', '--no-fund'], { cwd: folder });
}

async function makePandas(folder: string): Promise<void> {
  await copied('pandas-python')(folder);
  const words = ['-m', 'pip', 'install', '--quiet', '--target', folder, '--no-compile'];
  const wheel = ['--only-binary', ':all:', '--python-version', '3.13', '--implementation', 'cp'];
  const processor = process.arch === 'arm64' ? 'aarch64' : 'x86_64';
  const platforms = [`manylinux2014_${processor}`, `manylinux_2_28_${processor}`];
  const named = platforms.flatMap((platform) => ['--platform', platform]);
  await run('python3', [...words, ...wheel, ...named, 'pandas']);
}

async function makeGo(folder: string): Promise<void> {
  await buildGoProgram(path.join(sources, 'static-go'), path.join(folder, 'bootstrap'));
}

/** On the image of Node.js 24 that Lambox makes. */
async function makeImage(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await copied('hello-node')(folder);
  const lines = [
    'FROM lambox/nodejs:24',
    'RUN head -c 1000000000 /dev/urandom > /opt/data',
    'COPY index.mjs /var/task/',
    'CMD ["index.handler"]',
  ];
  await writeFile(path.join(folder, 'Dockerfile'), `${lines.join('\n')}\n`);
}
