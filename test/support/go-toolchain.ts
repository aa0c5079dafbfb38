import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Places besides PATH where a Go toolchain may be. */
const places = [
  path.resolve(import.meta.dirname, '../../.cache/go/bin/go'),
  '/usr/local/go/bin/go',
  '/usr/lib/go/bin/go',
];

export function findGo(): string {
  return places.find((place) => existsSync(place)) ?? 'go';
}

/**
 * Builds a static linux program for this machine's architecture, or the one that is named, out of a
 * folder with a Go module.
 */
export async function buildGoProgram(
  sourceDirectory: string,
  output: string,
  architecture?: 'amd64' | 'arm64',
): Promise<void> {
  const target = architecture === undefined ? {} : { GOARCH: architecture };
  await run(findGo(), ['build', '-trimpath', '-ldflags=-s -w', '-o', output, '.'], {
    cwd: sourceDirectory,
    env: { ...process.env, CGO_ENABLED: '0', GOOS: 'linux', ...target },
  });
}
