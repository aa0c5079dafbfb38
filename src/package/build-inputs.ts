import { readFile } from 'node:fs/promises';
import { Writable } from 'node:stream';
import { runProgram } from './run-program.ts';

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
  let text = '';
  const output = new Writable({
    write(chunk, _, done) {
      text += chunk;
      done();
    },
  });
  try {
    await runProgram('npm', { arguments: ['config', 'get', 'registry'], output });
  } catch {
    return null;
  }
  return /^https?:\/\/\S+$/.test(text.trim()) ? text.trim() : null;
}
