import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import path from 'node:path';
import type { Configuration } from '../configuration.ts';
import type {
  ContainerEngine,
  EngineDescription,
  ImageSummary,
} from '../engine/container-engine.ts';
import { chooseWays } from '../environment/engine-ways.ts';
import type { StorageState } from '../environment/ephemeral-storage.ts';
import { ownerLabel, runLabel } from '../environment/labels.ts';
import { mountedShim, travellingShim } from '../environment/shim.ts';
import { shimFile } from '../environment/shim-file.ts';
import { probeStorage } from '../environment/storage-probe.ts';
import { LamboxError } from '../errors.ts';
import { hasRecipe, type Runtime } from '../lambda/runtime.ts';
import { runtimes } from '../lambda/runtimes.ts';
import { currentOwner, formatOwner } from '../owner.ts';
import type { CommandContext } from './command-context.ts';

/** What `lambox doctor` has found; with `--json` it is printed as it is. */
export interface DoctorReport {
  readonly schemaVersion: 1;
  /** Whether functions can run. */
  readonly usable: boolean;
  readonly engine: EngineDescription | null;
  /** How the orchestrator and the shim would talk. */
  readonly channel: 'socket' | 'attach' | null;
  /** What `/tmp` would be, tried out; `null` without an image to try it with. */
  readonly ephemeralStorage: StorageState | null;
  readonly disks: readonly DiskSpace[];
  readonly images: readonly RuntimeImage[];
  readonly problems: readonly Problem[];
}

export interface DiskSpace {
  readonly what: 'code store' | 'engine';
  readonly directory: string;
  /** `null` where it is not on this machine or may not be read. */
  readonly freeBytes: number | null;
}

export interface RuntimeImage {
  readonly runtime: string;
  /** `null`: not in the engine yet. */
  readonly reference: string | null;
  readonly sizeBytes: number | null;
}

export interface Problem {
  readonly what: string;
  readonly remedy: string;
  /** Nothing runs while it is there. */
  readonly blocking: boolean;
}

const freeBytesMin = { 'code store': 512 * 2 ** 20, engine: 3 * 2 ** 30 } as const;

export async function createDoctorReport(context: CommandContext): Promise<DoctorReport> {
  const { configuration, findEngine } = context;
  const problems: Problem[] = [];
  const engine = await findEngine(configuration.engine).catch((error: unknown) => {
    problems.push(problemOf(error));
    return null;
  });
  try {
    const description = (await engine?.describe()) ?? null;
    if (description !== null) problems.push(...engineProblems(description));
    const disks = await diskSpaces(configuration.cacheDirectory, description);
    problems.push(...disks.flatMap(diskProblems));
    const images = engine === null ? [] : await runtimeImages(engine);
    problems.push(...imageProblems(images, configuration.callerVariable('PATH') ?? ''));
    const storage = await storageOf(engine, images, configuration);
    problems.push(...storageProblems(storage, configuration.ephemeralStorage));
    return {
      schemaVersion: 1,
      usable: !problems.some(({ blocking }) => blocking),
      engine: description,
      channel: description === null ? null : chooseWays(configuration, description).channel,
      ephemeralStorage: storage,
      disks,
      images,
      problems,
    };
  } finally {
    await engine?.close();
  }
}

function problemOf(error: unknown): Problem {
  if (!(error instanceof LamboxError)) throw error;
  return { what: error.message, remedy: error.remedy ?? '', blocking: true };
}

function engineProblems({ architecture, memoryBytes }: EngineDescription): readonly Problem[] {
  const problems: Problem[] = [];
  const file = shimFile(architecture);
  if (!existsSync(file)) {
    const remedy = 'In a checkout run ./scripts/quickstart; otherwise install the package again.';
    problems.push({ what: `the shim ${file} is missing`, remedy, blocking: true });
  }
  if (memoryBytes < 2 * 2 ** 30) {
    const what = `the engine has ${formatBytes(memoryBytes)} of memory`;
    const remedy = 'Give it 2 GB or more, or keep --memory and --concurrency small.';
    problems.push({ what, remedy, blocking: false });
  }
  return problems;
}

async function storageOf(
  engine: ContainerEngine | null,
  images: readonly RuntimeImage[],
  configuration: Configuration,
): Promise<StorageState | null> {
  const image = images.find(({ reference }) => reference !== null)?.reference ?? null;
  if (engine === null || image === null) return null;
  const description = await engine.describe();
  const { seesFiles } = chooseWays(configuration, description);
  const labels = {
    [runLabel]: randomBytes(4).toString('hex'),
    [ownerLabel]: formatOwner(currentOwner()),
  };
  const file = shimFile(description.architecture);
  const shim = seesFiles ? mountedShim(file) : travellingShim(engine, file);
  return probeStorage({ engine, labels, wanted: configuration.ephemeralStorage, shim }, image);
}

function storageProblems(
  storage: StorageState | null,
  wanted: 'auto' | 'tmpfs',
): readonly Problem[] {
  if (storage === null || storage.kind === 'ext4' || wanted === 'tmpfs') return [];
  return [
    {
      what: `what a function writes to /tmp counts as its memory (${storage.reason})`,
      remedy: 'For a /tmp as on Lambda the engine has to run as root and have loop devices.',
      blocking: false,
    },
  ];
}

async function diskSpaces(
  cacheDirectory: string,
  engine: EngineDescription | null,
): Promise<readonly DiskSpace[]> {
  const directories: DiskSpace[] = [
    { what: 'code store', directory: cacheDirectory, freeBytes: await freeBytes(cacheDirectory) },
  ];
  if (engine !== null) {
    const { dataDirectory: directory, local } = engine;
    const free = local ? await freeBytes(directory) : null;
    directories.push({ what: 'engine', directory, freeBytes: free });
  }
  return directories;
}

/** Of the directory, or of the nearest one above it that exists. */
async function freeBytes(directory: string): Promise<number | null> {
  try {
    const { bavail, bsize } = await statfs(directory);
    return bavail * bsize;
  } catch (error) {
    const parent = path.dirname(directory);
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    return missing && parent !== directory ? freeBytes(parent) : null;
  }
}

function diskProblems({ what, directory, freeBytes: free }: DiskSpace): readonly Problem[] {
  if (free === null || free >= freeBytesMin[what]) return [];
  return [
    {
      what: `the ${what} has ${formatBytes(free)} left in ${directory}`,
      remedy: 'Make room: lambox prune --cache --images, docker system prune.',
      blocking: free < 2 ** 20,
    },
  ];
}

/** Those that can be made here, and those that are there. */
async function runtimeImages(engine: ContainerEngine): Promise<readonly RuntimeImage[]> {
  const there = await engine.listImages({});
  return runtimes
    .map((runtime) => runtimeImage(runtime, there))
    .filter(({ runtime, reference }) => reference !== null || canBeMade(runtime));
}

function runtimeImage(
  { identifier: runtime, localImage, awsImage }: Runtime,
  images: readonly ImageSummary[],
): RuntimeImage {
  for (const reference of [localImage, awsImage]) {
    const image = images.find(({ references }) => references.includes(reference));
    if (image !== undefined) return { runtime, reference, sizeBytes: image.sizeBytes };
  }
  return { runtime, reference: null, sizeBytes: null };
}

/** Where no registry can be reached an image is made here, of Debian's packages. */
function imageProblems(images: readonly RuntimeImage[], searchPath: string): readonly Problem[] {
  const missing = images.filter(({ reference }) => reference === null);
  const tool = 'mmdebstrap';
  const hasTool = searchPath.split(path.delimiter).some((folder) => {
    return folder !== '' && existsSync(path.join(folder, tool));
  });
  if (missing.length === 0 || hasTool) return [];
  return [
    {
      what: `without ${tool} an image can only be pulled from AWS's registry`,
      remedy: `Where that cannot be reached, install it: apt-get install ${tool}.`,
      blocking: false,
    },
  ];
}

function canBeMade(identifier: string): boolean {
  return runtimes.some((runtime) => runtime.identifier === identifier && hasRecipe(runtime));
}

/** Decimal, as engines and disks are sold: `1.5 GB`. */
export function formatBytes(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'] as const;
  const power = Math.min(Math.floor(Math.log10(Math.max(bytes, 1)) / 3), units.length - 1);
  return `${(bytes / 1000 ** power).toFixed(power === 0 ? 0 : 1)} ${units[power]}`;
}
