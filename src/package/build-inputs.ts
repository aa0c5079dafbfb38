import { readFile, rename } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { Writable } from 'node:stream';
import { LamboxError } from '../errors.ts';
import { type ProgramRun, runProgram } from './run-program.ts';

/** The certificates a host trusts, one PEM text; what cannot be read is left out. */
export async function readCertificates(files: readonly string[]): Promise<string> {
  const texts = await Promise.all(files.map((file) => readFile(file, 'utf8').catch(() => '')));
  const certificates = texts.flatMap(
    (text) => text.match(/-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g) ?? [],
  );
  return [...new Set(certificates)].map((certificate) => `${certificate}\n`).join('');
}

/** The registry that the host's npm is configured for; `null` where it does not say. */
export async function readNpmRegistry(): Promise<string | null> {
  try {
    const { text } = await readOutput('npm', ['config', 'get', 'registry']);
    return /^https?:\/\/\S+$/.test(text) ? text : null;
  } catch {
    return null;
  }
}

/** The package index that the host's pip is configured for; `null` where it does not say. */
export async function readPythonIndex(): Promise<string | null> {
  for (const [program = '', ...before] of [['pip3'], ['python3', '-m', 'pip']]) {
    const run = await readOutput(program, [...before, 'config', 'list']).catch(() => null);
    if (run?.exitCode === 0) return findPythonIndex(run.text);
  }
  return null;
}

/** pip lists each setting it found; what is in its environment variables wins. */
export function findPythonIndex(settings: string): string | null {
  const lines = [...settings.matchAll(/^(\S+)\.index-url='(https?:\/\/\S+)'$/gm)];
  const given = lines.find(([, source]) => source === ':env:') ?? lines.at(-1);
  return given?.[2] ?? null;
}

/** @param hashes by `NAME==VERSION`, for requirements that the text has in lines of their own */
export function addWheelHashes(
  requirements: string,
  hashes: Readonly<Record<string, readonly string[]>>,
): string {
  const lines = requirements.split('\n').flatMap((line) => {
    const added = hashes[line.split(' ')[0] ?? ''] ?? [];
    // Each line of hashes but the last ends so.
    return line.endsWith(' \\') ? [line, ...added.map((hash) => `  --hash=${hash} \\`)] : [line];
  });
  return lines.join('\n');
}

/** The source that the host's RubyGems is configured for; `null` where it does not say. */
export async function readGemSource(): Promise<string | null> {
  const run = await readOutput('gem', ['sources', '--list']).catch(() => null);
  return run?.exitCode === 0 ? findGemSource(run.text) : null;
}

/** gem lists a source in each line, under a heading. */
export function findGemSource(sources: string): string | null {
  return /^https?:\/\/\S+$/m.exec(sources)?.[0] ?? null;
}

/**
 * Fetches a package's tar with the host's npm: by its registry, sign-in, proxy and certificates.
 * @param folder an existing folder, in which the file is made
 * @throws LamboxError `ImageBuildFailed`
 */
export async function fetchNpmPackage(
  specifier: string,
  folder: string,
  file: string,
): Promise<void> {
  const { exitCode, lastLines, text } = await readOutput('npm', [
    'pack',
    '--silent',
    `--pack-destination=${folder}`,
    specifier,
  ]).catch((error: unknown) => {
    throw new LamboxError('ImageBuildFailed', `npm is needed to fetch ${specifier}: ${error}`, {
      remedy: 'Install npm and put it on the PATH.',
      cause: error,
    });
  });
  if (exitCode !== 0) {
    throw new LamboxError(
      'ImageBuildFailed',
      `npm could not fetch ${specifier} (exit code ${exitCode}): ${lastLines.join(' ')}`,
      {
        remedy: `See why with: npm pack ${specifier}`,
        evidence: { specifier, exitCode, lastLines },
      },
    );
  }
  await rename(join(folder, basename(text)), join(folder, file));
}

/** @throws the system's error, `ENOENT` where there is no such program */
export async function readOutput(
  program: string,
  programArguments: readonly string[],
): Promise<ProgramRun & { text: string }> {
  let text = '';
  const output = new Writable({
    write(chunk, _, done) {
      text += chunk;
      done();
    },
  });
  const run = await runProgram(program, { arguments: programArguments, output });
  return { ...run, text: text.trim() };
}
