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
    const { text } = await runNpm(['config', 'get', 'registry']);
    return /^https?:\/\/\S+$/.test(text) ? text : null;
  } catch {
    return null;
  }
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
  const { exitCode, lastLines, text } = await runNpm([
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

async function runNpm(npmArguments: readonly string[]): Promise<ProgramRun & { text: string }> {
  let text = '';
  const output = new Writable({
    write(chunk, _, done) {
      text += chunk;
      done();
    },
  });
  const run = await runProgram('npm', { arguments: npmArguments, output });
  return { ...run, text: text.trim() };
}
