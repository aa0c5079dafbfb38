import { truncateSync, writeFileSync } from 'node:fs';
import { expect, test, vi } from 'vitest';
import type { CheckOptions } from '../../src/check/check-options.ts';
import type { CheckReport } from '../../src/check/check-report.ts';
import { functionDirectory } from '../support/function-directory.ts';
import { buildFunctionImage } from '../support/function-image.ts';
import { TemporaryDirectory } from '../support/temporary-directory.ts';
import { useSandbox } from '../support/test-sandbox.ts';
import { writeFunction } from '../support/written-function.ts';
import { writeZip, type ZipPart } from '../support/zip-writer.ts';

const tests = useSandbox();
// Up to a dozen cold starts in a test, which a busy machine takes its time for.
vi.setConfig({ testTimeout: 600_000 });

/** Events of `test/functions/check`, by what they do there. */
async function check(
  events: Readonly<Record<string, unknown>>,
  options: Partial<CheckOptions> = {},
): Promise<CheckReport> {
  return tests.sandbox.check({
    code: functionDirectory('check'),
    runtime: 'nodejs24.x',
    handler: 'index.handler',
    memorySizeMb: 1769,
    timeoutSeconds: 60,
    networkMode: 'none',
    events: Object.entries(events).map(([name, event]) => {
      return { name, bytes: Buffer.from(JSON.stringify(event)) };
    }),
    ...options,
  });
}

const told = ({ findings }: CheckReport) => findings.map(({ id, what }) => `${id} ${what}`);

test('every write outside /tmp is named, by the user that the function has', async () => {
  const also = ['writeCode', 'writeBriefly', 'writeHome', 'writeTemporary', 'shareMemory'];
  const report = await check({ all: { deed: 'beTheUser', also }, wrong: { deed: 'fail' } });
  expect(told(report)).toEqual([
    'write /home/sbx_user1051 (made, with 3 more in it)',
    'write /var/task/cache.json (made)',
    'write /var/task/data.txt (changed)',
    'sharedMemory /dev/shm',
  ]);
  expect(report.notes).toEqual([expect.stringMatching(/^wrong was .* RangeError: no such thing/)]);
  expect(report.function).toMatchObject({ packageType: 'Zip', runtime: 'nodejs24.x' });
});

test('a function that keeps to the rules has no findings, random answers or not', async () => {
  const report = await check(
    { quiet: {}, busy: { also: ['writeTemporary'] } },
    { stateBleed: true },
  );
  expect(report).toMatchObject({ findings: [], notes: [], events: ['quiet', 'busy'] });
});

test('what one event leaves for the next is named with its cause', async () => {
  const report = await check(
    {
      module: { deed: 'countInModule' },
      tmp: { deed: 'countInTmp', also: ['failWhenModuleCounted'] },
    },
    { stateBleed: true },
  );
  expect(told(report)).toEqual([
    'moduleState module after module',
    'onlyWarm tmp after module',
    'tmpState tmp after tmp',
  ]);
  const [module, onlyWarm, tmp] = report.findings.map(({ why }) => why);
  expect(module).toMatch(/\(\$\.result: 1 → 2\): module state$/);
  expect(onlyWarm).toMatch(/^fails, and succeeds .* → TypeError: counted already\): module state$/);
  expect(tmp).toMatch(/\(\$\.result: 1 → 2\): \/tmp, where this was left: \/tmp\/visits$/);
});

test('an image: VOLUME, HEALTHCHECK, what cannot be read, writes into all of them', async () => {
  const source = `import { appendFileSync, writeFileSync } from 'node:fs';
    export const handler = async () => {
      appendFileSync('/data/seed', 'x');
      writeFileSync('/srv/new', '');
    };`;
  await using image = await buildFunctionImage(source, [
    'RUN mkdir -m 777 /data && echo seed > /data/seed && echo key > key.pem && chmod 600 key.pem',
    'RUN mkdir -m 700 private && touch private/a private/b',
    'VOLUME ["/data", "/tmp/scratch"]',
    'HEALTHCHECK CMD exit 0',
    'CMD ["index.handler"]',
  ]);
  const report = await tests.sandbox.check({
    code: image.reference,
    memorySizeMb: 1769,
    networkMode: 'none',
  });
  expect(report.notes).toEqual([]);
  expect(told(report)).toEqual([
    'volume VOLUME /data',
    'healthCheck HEALTHCHECK exit 0',
    'unreadable /var/task/key.pem (mode 0600)',
    'unreadable /var/task/private (mode 0700)',
    'write /srv/new (made)',
    'write /data/seed (changed)',
  ]);
});

test('a zip file: entries that the function’s user cannot read', async () => {
  using directory = new TemporaryDirectory();
  const code = directory.join('function.zip');
  const parts: readonly ZipPart[] = [
    { name: 'index.mjs', content: 'export const handler = async () => 1;' },
    { name: 'secret.json', content: '{}', mode: 0o100600 },
    { name: 'lib/', mode: 0o040700 },
    { name: 'lib/a.mjs', content: '' },
  ];
  writeFileSync(code, writeZip(parts));
  expect(told(await check({ a: {} }, { code }))).toEqual([
    'unreadable /var/task/lib (mode 0700)',
    'unreadable /var/task/secret.json (mode 0600)',
  ]);
});

test('a directory: modes that a zip would keep, another machine, more than fits', async () => {
  const arm64 = Buffer.alloc(64);
  arm64.write('\x7fELF\x02\x01', 'latin1');
  arm64.writeUInt16LE(183, 18);
  using directory = writeFunction({ 'index.mjs': 'export const handler = async () => 1;' });
  writeFileSync(directory.join('secret.json'), '{}', { mode: 0o600 });
  writeFileSync(directory.join('addon.node'), arm64);
  const options = { code: directory.path, platform: 'linux/amd64' };
  expect(told(await check({ a: {} }, options))).toEqual([
    'mode secret.json (mode 0600)',
    'architecture addon.node',
  ]);
  writeFileSync(directory.join('large'), '');
  truncateSync(directory.join('large'), 262_144_000);
  const tooLarge = await check({ a: {} }, options);
  expect(tooLarge.function).toBeNull();
  expect(told(tooLarge)).toEqual([`size ${directory.path}`]);
  expect(tooLarge.findings[0]?.why).toMatch(/^will fail on Lambda because .* 262144000 bytes/);
});
