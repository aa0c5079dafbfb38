import { chmodSync, writeFileSync } from 'node:fs';
import { afterAll, expect, test } from 'vitest';
import type { CheckOptions } from '../../src/check/check-options.ts';
import { functionDirectory } from '../support/function-directory.ts';
import { buildGoProgram } from '../support/go-toolchain.ts';
import { runProgram } from '../support/lambox-command.ts';
import { TemporaryDirectory } from '../support/temporary-directory.ts';
import { useSandbox } from '../support/test-sandbox.ts';
import { writeZip } from '../support/zip-writer.ts';

const volumes: string[] = [];

// Registered ahead of the sandbox's, so it runs behind it: an image's volumes outlive a run.
afterAll(async () => {
  const { exitCode, stderr } = await runProgram('docker', ['volume', 'rm', ...volumes]);
  expect(exitCode, stderr).toBe(0);
});

const tests = useSandbox();

async function check(options: CheckOptions): Promise<readonly string[]> {
  const limits = { memorySizeMb: 1769, timeoutSeconds: 60, networkMode: 'none' };
  const report = await tests.sandbox.check({ ...limits, ...options });
  expect(report.notes).toEqual([]);
  return report.findings.map(({ id, what }) => `${id} ${what}`);
}

/** A library for a processor that Lambda does not have. */
function foreignLibrary(): Buffer {
  const bytes = Buffer.alloc(64);
  bytes.write('\x7fELF\x02\x01', 'latin1');
  bytes.writeUInt16LE(22, 18);
  return bytes;
}

test('layers: what a zip would keep or does, and what is for another machine', async () => {
  using directory = new TemporaryDirectory();
  directory.write({
    'app/index.mjs': `import { appendFileSync } from 'node:fs';
      export const handler = async () => appendFileSync('/opt/data', 'x');`,
    'first/data': '',
    'first/lib/secret': '',
  });
  chmodSync(directory.join('first/lib/secret'), 0o600);
  writeFileSync(directory.join('first/lib/x.so'), foreignLibrary());
  const parts = [{ name: 'closed', content: '', mode: 0o100600 }];
  writeFileSync(directory.join('second.zip'), writeZip(parts));
  const layers = [directory.join('first'), directory.join('second.zip')];
  expect(await check({ code: directory.join('app'), layers })).toEqual([
    'mode /opt/lib/secret (mode 0600)',
    'architecture /opt/lib/x.so',
    'unreadable /opt/closed (mode 0600)',
    'write /opt/data (changed)',
  ]);
});

test('the archive of an image', async () => {
  const reference = `lambox-test/checked:${process.pid}`;
  using directory = new TemporaryDirectory();
  const lines = ['FROM scratch', 'COPY program /app', 'COPY program /data/program'];
  const passedOver = ['VOLUME /data', 'HEALTHCHECK CMD ["/app"]', 'ENTRYPOINT ["/app"]'];
  directory.write({ Dockerfile: [...lines, ...passedOver].join('\n') });
  await buildGoProgram(functionDirectory('image', 'shapes'), directory.join('program'));
  const code = directory.join('image.tar');
  const build = ['build', '-q', '-t', reference, directory.path];
  for (const words of [build, ['save', '-o', code, reference]]) {
    const run = await runProgram('docker', words, { variables: { DOCKER_BUILDKIT: '0' } });
    expect(run.exitCode, run.stderr).toBe(0);
  }
  await using loaded = await tests.sandbox.createFunction({ code });
  volumes.push(...loaded.package.volumes.map(({ volume }) => volume));
  try {
    expect(await check({ code })).toEqual([
      'volume VOLUME /data',
      'healthCheck HEALTHCHECK /app',
      'write /data/x (made)',
    ]);
  } finally {
    const names = [reference, loaded.package.image.reference];
    await runProgram('docker', ['rmi', '-f', ...names]);
  }
});
