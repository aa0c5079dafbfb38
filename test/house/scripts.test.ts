import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

const root = path.resolve(import.meta.dirname, '../..');

describe('every shell script', () => {
  it.each(shellScripts())('%s is understood by bash', (file) => {
    expect(run('bash', '-n', file)).toMatchObject({ status: 0, stderr: '' });
  });

  it.each(startedByPeople())('%s can be started and stops at the first error', (file) => {
    const absolute = path.join(root, file);
    expect(statSync(absolute).mode & 0o111).toBe(0o111);
    expect(readFileSync(absolute, 'utf8')).toMatch(
      /^#!\/usr\/bin\/env bash\n(#.*\n)+set -euo pipefail\n/,
    );
  });
});

describe.each(['scripts/quickstart', 'scripts/test', 'scripts/test-vm'])('%s', (script) => {
  it('explains itself with --help', () => {
    const { status, stdout, stderr } = run(script, '--help');
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toMatch(/^Usage: scripts\//);
    expect(stdout.match(/^(Usage|Exit code)/gm)).toEqual(['Usage', 'Exit code']);
  });

  it('refuses an argument that it does not know, and names it', () => {
    const { status, stdout, stderr } = run(script, '--nonsense');
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain('--nonsense');
  });
});

function run(command: string, ...parameters: string[]) {
  return spawnSync(command, parameters, { cwd: root, encoding: 'utf8', timeout: 60_000 });
}

function startedByPeople(): string[] {
  return ['scripts/quickstart', 'scripts/test', 'scripts/test-vm', '.ci/run'];
}

function shellScripts(): string[] {
  const sourced = readdirSync(path.join(root, 'scripts'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.sh'))
    .map((name) => path.join('scripts', name));
  return [...startedByPeople(), ...sourced];
}
