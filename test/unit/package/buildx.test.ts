import { chmodSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { findBuildx } from '../../../src/package/buildx.ts';
import { TemporaryDirectory } from '../../support/temporary-directory.ts';

const engine = { address: 'unix:///run/x.sock', foundBy: 'rootless socket' };

/** A docker CLI that writes down what it is asked for. */
class FakeCli extends TemporaryDirectory {
  readonly program: string;

  constructor(build: string, version = 'exit 0') {
    super();
    const asked = this.join('asked');
    const script = [
      '#!/bin/sh',
      `if [ "$2" = version ]; then ${version}; fi`,
      `for word in "$@"; do echo "$word" >> '${asked}'; done`,
      build,
    ];
    this.write({ docker: script.join('\n') });
    this.program = this.join('docker');
    chmodSync(this.program, 0o755);
  }

  asked(): readonly string[] {
    return readFileSync(this.join('asked'), 'utf8').trimEnd().split('\n');
  }
}

describe('buildx', () => {
  it('is not there without a docker CLI, or where the CLI does not know it', async () => {
    using cli = new FakeCli('', 'exit 1');
    expect(await findBuildx(engine, '/nowhere/docker')).toBeNull();
    expect(await findBuildx(engine, cli.program)).toBeNull();
  });

  it('builds on the engine that was found, with all that was asked for', async () => {
    using cli = new FakeCli('echo "#1 DONE" >&2');
    const lines: string[] = [];
    const buildx = await findBuildx(engine, cli.program);
    await buildx?.build('/app', {
      reference: 'lambox-function/app:1',
      dockerfile: 'Dockerfile',
      arguments: { A: 'b c' },
      labels: { 'dev.lambox.image': 'x' },
      platform: 'linux/arm64',
      target: 'last',
      pull: true,
      onProgress: (line) => lines.push(line),
    });
    expect(cli.asked()).toEqual([
      ...['--host', 'unix:///run/x.sock', 'buildx', 'build', '--load', '--progress', 'plain'],
      ...['--tag', 'lambox-function/app:1', '--file', '/app/Dockerfile', '--build-arg', 'A=b c'],
      ...['--label', 'dev.lambox.image=x', '--target', 'last', '--platform', 'linux/arm64'],
      ...['--pull', '/app'],
    ]);
    expect(lines).toEqual(['#1 DONE']);
  });

  it.each(['DOCKER_HOST', 'docker context "there"'])(
    'finds the engine of %s itself',
    async (by) => {
      using cli = new FakeCli('');
      const buildx = await findBuildx({ ...engine, foundBy: by }, cli.program);
      await buildx?.build('/app', { reference: 'x', dockerfile: 'Dockerfile' });
      expect(cli.asked()[0]).toBe('buildx');
    },
  );

  it('fails with the step and its last words', async () => {
    const output = '#5 ERROR: exit code 3\\n > [2/3] RUN a:b: \\n > [2/3] RUN a:\\n';
    using cli = new FakeCli(
      `printf '${output}' >&2; echo "ERROR: failed to solve: no" >&2; exit 1`,
    );
    const buildx = await findBuildx(engine, cli.program);
    const building = buildx?.build('/app', { reference: 'x', dockerfile: 'Dockerfile' });
    await expect(building).rejects.toMatchObject({
      code: 'ImageBuildFailed',
      message: 'Building x failed at "RUN a": no',
      evidence: { lastLines: expect.arrayContaining(['#5 ERROR: exit code 3']) },
    });
  });

  it('of a language that the engine does not read it says how to have it', async () => {
    const words = 'ERROR: dockerfile parse error line 3: unknown instruction: EXPORT';
    using cli = new FakeCli(`echo '${words}' >&2; exit 1`);
    const buildx = await findBuildx(engine, cli.program);
    const building = buildx?.build('/app', { reference: 'x', dockerfile: 'Dockerfile' });
    await expect(building).rejects.toMatchObject({
      message: 'Building x failed: dockerfile parse error line 3: unknown instruction: EXPORT',
      remedy: expect.stringContaining('# syntax=docker/dockerfile:1'),
    });
  });
});
