import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const root = path.resolve(import.meta.dirname, '../..');
let directory: string;

beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'lambox-setup-'));
});

afterEach(() => {
  spawnSync('umount', [directory]);
  rmSync(directory, { recursive: true, force: true });
});

describe('quickstart stops with one paragraph that says what, why and what to do', () => {
  it('when the engine that was named does not answer', () => {
    const address = `unix://${directory}/docker.sock`;
    const { status, paragraph } = quickstart({ DOCKER_HOST: address, XDG_CACHE_HOME: directory });
    expect(status).toBe(1);
    expect(paragraph).toMatch(/^Stopped at step 3 of 8 \(Container engine\)\. /);
    expect(paragraph).toContain(`DOCKER_HOST names ${address}.`);
    expect(paragraph).toContain('no other is tried');
    expect(paragraph).toContain('unset DOCKER_HOST');
  });

  it('when the docker context that was named does not exist', () => {
    const { status, paragraph } = quickstart({
      DOCKER_CONTEXT: 'nowhere',
      XDG_CACHE_HOME: directory,
    });
    expect(status).toBe(1);
    expect(paragraph).toContain('The docker context "nowhere" does not exist');
    expect(paragraph).toContain('docker context ls');
  });

  it('when the cache folder cannot be made', () => {
    const { status, paragraph } = quickstart({ XDG_CACHE_HOME: '/dev/null' });
    expect(status).toBe(1);
    expect(paragraph).toMatch(/^The cache folder \/dev\/null\/lambox cannot be written\./);
    expect(paragraph).toContain('Not a directory');
    expect(paragraph).toContain('XDG_CACHE_HOME');
  });

  // Mounting needs root.
  describe.skipIf(process.getuid?.() !== 0)('when the cache folder', () => {
    it('is full', () => {
      mountMemory('32k');
      const { status, paragraph } = quickstart({ XDG_CACHE_HOME: directory });
      expect(status).toBe(1);
      expect(paragraph).toContain(`The cache folder ${directory}/lambox cannot be written.`);
      expect(paragraph).toContain('No space left on device');
      expect(paragraph).toContain('XDG_CACHE_HOME');
    });

    it('is too small for the set-up', () => {
      mountMemory('8m');
      const { status, paragraph } = quickstart({ XDG_CACHE_HOME: directory });
      expect(status).toBe(1);
      expect(paragraph).toMatch(
        /There is not enough space in .*\. \d MB are free, .* about 64 MB\./,
      );
    });
  });
});

function quickstart(variables: Record<string, string>) {
  const { status, stderr } = spawnSync('scripts/quickstart', {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, DOCKER_HOST: '', DOCKER_CONTEXT: '', ...variables },
    timeout: 150_000,
  });
  const paragraphs = stderr.trim().split(/\n{2,}/);
  expect(paragraphs).toHaveLength(1);
  return { status, paragraph: String(paragraphs[0]).replaceAll(/\s+/g, ' ') };
}

function mountMemory(size: string): void {
  const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', directory]);
  expect(status).toBe(0);
}
