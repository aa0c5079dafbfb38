import { readFileSync } from 'node:fs';
import { beforeAll, expect, test } from 'vitest';
import { probe, probeCode, probeProgram } from './harness/probe.ts';
import type { DeployedFunction } from './harness/target.ts';
import { useTarget } from './harness/use-target.ts';

const target = useTarget();
const url = new URL('functions/file-system.mjs', import.meta.url);
const code = { 'index.mjs': readFileSync(url, 'utf8') };
const node = { name: 'sandbox', runtime: 'nodejs24.x', code } as const;

let small: DeployedFunction;
let seen: {
  readonly folders: Readonly<Record<string, { mode: string; uid: number; gid: number }>>;
  readonly bootstrap: boolean;
  readonly entrypoint: { mode: string; uid: number };
  readonly written: Readonly<Record<string, string>>;
  readonly tmpBytes: number;
  readonly cwd: string;
  readonly node: string;
  readonly user: string;
  readonly ids: readonly number[];
  readonly status: string;
  readonly limits: string;
  readonly initMemory: string | null;
  readonly initVariables: string | null;
  readonly files: { code: string; count: number };
  readonly architecture: string;
  readonly context: { memory: unknown; names: readonly string[] };
};

beforeAll(async () => {
  small = await target.deploy({ ...node, memorySizeMb: 128, timeoutSeconds: 30 });
  seen = JSON.parse((await small.invoke()).body);
});

const limitOf = (name: string) =>
  seen.limits.match(new RegExp(`^Max ${name} +(\\S+) +(\\S+)`, 'm'))?.slice(1);

test("4.5-1 the code's folder belongs to root and cannot be written", () => {
  expect(seen.folders['/var/task']).toEqual({ mode: '755', uid: 0, gid: 0 });
  expect(seen.written['/var/task/x']).toMatch(/EROFS|EACCES/);
});

test("4.5-2 the layers' folder has what layers bring, and cannot be written", async () => {
  expect(seen.written['/opt/x']).toMatch(/EROFS|EACCES/);
  const layer = { bootstrap: await probeProgram(), 'lib/from-layer': 'layer' };
  const runtime = 'provided.al2023';
  const layered = await target.deploy({ name: 'layer', runtime, code: await probeCode(), layer });
  const read = await probe(layered, [{ read: '/opt/lib/from-layer' }]);
  expect(read.seen[0]?.body).toBe('layer');
});

test("4.5-3 the runtime's folder has its program", () => {
  expect(seen.bootstrap).toBe(true);
});

test('4.5-4 the language is in its folder', () => {
  expect(seen.node).toBe('/var/lang/bin/node');
});

test('4.5-5 only /tmp can be written; it has the size asked for and takes no memory', async () => {
  const { '/tmp/x': tmp, ...others } = seen.written;
  expect(tmp).toBe('written');
  for (const [path, code] of Object.entries(others)) {
    expect([path, code]).toEqual([path, expect.stringMatching(/EROFS|EACCES|ENOENT/)]);
  }
  expect(seen.folders['/tmp']?.mode).toBe('1777');
  expect((await small.invoke({ fillMb: 400 })).body).toBe('"written"');
  expect((await small.invoke({ fillMb: 600 })).body).toBe('"ENOSPC"');
  const large = await target.deploy({ ...node, name: 'large', ephemeralStorageMb: 700 });
  const { tmpBytes } = JSON.parse((await large.invoke()).body);
  expect(tmpBytes / 2 ** 20).toBeGreaterThan(650);
  expect(tmpBytes / 2 ** 20).toBeLessThan(720);
});

test('4.5-6 the entry point of base images', () => {
  expect(seen.entrypoint).toMatchObject({ mode: '755', uid: 0 });
});

test("4.5-7 the working directory is the code's, or the image's", async () => {
  expect(seen.cwd).toBe('/var/task');
  const image = { workingDirectory: '/var' };
  const elsewhere = await target.deploy({ ...node, name: 'cwd', image });
  expect(JSON.parse((await elsewhere.invoke()).body).cwd).toBe('/var');
});

test('4.5-8 the user, without privileges', () => {
  expect(seen.ids).toEqual([993, 990]);
  expect(seen.user).toBe('sbx_user1051');
  for (const set of ['CapInh', 'CapPrm', 'CapEff', 'CapAmb']) {
    expect(seen.status).toContain(`${set}:\t0000000000000000`);
  }
  expect(seen.status).toContain('NoNewPrivs:\t1');
});

test('4.5-9 1,024 open files', () => {
  expect(limitOf('open files')).toEqual(['1024', '1024']);
  expect(seen.files.code).toBe('EMFILE');
  expect(seen.files.count).toBeLessThan(1_024);
});

test('4.5-11 stack, core and locked memory', () => {
  expect(limitOf('stack size')).toEqual(['8388608', 'unlimited']);
  expect(limitOf('core file size')).toEqual(['10737418240', '10737418240']);
  expect(limitOf('locked memory')).toEqual(['65536', '65536']);
});

test('4.5-12 memory of 128 to 10,240 MB', async () => {
  for (const memorySizeMb of [127, 10_241, 128.5]) {
    await expect(target.deploy({ ...node, memorySizeMb })).rejects.toThrow(/memory/i);
  }
  expect(seen.context.memory).toBe('128');
});

test('4.5-13 timeouts of 1 to 900 s', async () => {
  for (const timeoutSeconds of [0, 901]) {
    await expect(target.deploy({ ...node, timeoutSeconds })).rejects.toThrow(/timeout/i);
  }
  const longest = { name: 'longest', runtime: 'provided.al2023', timeoutSeconds: 900 } as const;
  const deployed = await target.deploy({ ...longest, code: await probeCode() });
  const { next } = await probe(deployed);
  const deadlineMs = Number(next.headers?.['Lambda-Runtime-Deadline-Ms']);
  expect(deadlineMs - Date.now()).toBeGreaterThan(890_000);
});

test('4.5-14 128 MB has 128 parts in 1,769 of a processor', async () => {
  const tookMs = Number((await small.invoke({ spinMs: 60 })).body);
  expect(tookMs).toBeGreaterThan((60 * 1_769 * 0.8) / 128);
});

test('4.5-15 the architecture', () => {
  expect(['x86_64', 'aarch64']).toContain(seen.architecture);
});

test('4.5-16 250 MB unzipped with the layers, and five of these', async () => {
  const most = 262_144_000;
  const tooLarge = /Unzipped size must be smaller than 262144000 bytes/;
  const code = { ...node.code, 'large.bin': { sizeBytes: most } };
  await expect(target.deploy({ ...node, code })).rejects.toThrow(tooLarge);
  const half = { 'half.bin': { sizeBytes: most / 2 } };
  const halves = { ...node, code: { ...node.code, ...half }, layer: half };
  await expect(target.deploy(halves)).rejects.toThrow(tooLarge);
  const layers = ['a', 'b', 'c', 'd', 'e', 'f'];
  const many = target.deploy({ ...node, more: { layers } });
  await expect(many).rejects.toThrow('Cannot reference more than 5 layers.');
});

test('4.5-18 the program: first of the code, then of the layer; none is an error', async () => {
  const runtime = 'provided.al2023';
  const inCode = await probeCode();
  const { 'init.json': init = '' } = inCode;
  const withoutProgram = { 'init.json': init };
  const layer = { bootstrap: await probeProgram() };
  const folder = { ...withoutProgram, 'bootstrap/file': 'a folder is no program' };
  for (const [name, code, program] of [
    ['both', inCode, '/var/task/bootstrap'],
    ['layer-alone', withoutProgram, '/opt/bootstrap'],
    ['folder', folder, '/opt/bootstrap'],
  ] as const) {
    const deployed = await target.deploy({ name, runtime, code, layer });
    const { seen: saw } = await probe(deployed, [{ read: '/proc/self/cmdline' }]);
    expect([name, saw[0]?.body?.split('\0')[0]]).toEqual([name, program]);
  }
  const empty = await target.deploy({ name: 'empty', runtime, code: { 'a.txt': 'a' } });
  expect(JSON.parse((await empty.invoke()).body)).toMatchObject({
    errorType: 'Runtime.InvalidEntrypoint',
  });
});

test('4.5-18 a wrapper gets the command; one that is missing is an exit with 127', async () => {
  const wrapper = '#!/bin/bash\nexport FROM_WRAPPER="$#"\nexec "$@"\n';
  const index = 'export const handler = async () => process.env.FROM_WRAPPER ?? null;';
  const files = { 'index.mjs': index, wrapper };
  const wrapped = (name: string, path: string) =>
    target.deploy({
      ...{ name, runtime: 'nodejs24.x', code: files },
      variables: { AWS_LAMBDA_EXEC_WRAPPER: path },
    });
  const there = await wrapped('wrapped', '/var/task/wrapper');
  expect(Number(JSON.parse((await there.invoke()).body))).toBeGreaterThan(0);
  const missing = await wrapped('missing', '/var/task/nowhere');
  const { errorType, errorMessage } = JSON.parse((await missing.invoke()).body);
  expect(errorType).toBe('Runtime.ExitError');
  expect(errorMessage).toMatch(/Runtime exited with error: exit status 127$/);
});

test('C-30 the memory limit is text; no identity without Cognito', () => {
  expect(seen.context.memory).toBe('128');
  expect(seen.context.names).not.toContain('identity');
});

test('C-32 process 1 cannot be read; limits of processes', () => {
  expect([seen.initMemory, seen.initVariables]).toEqual(['EACCES', 'EACCES']);
  expect(limitOf('open files')).toEqual(['1024', '1024']);
  expect(limitOf('core file size')).toEqual(['10737418240', '10737418240']);
  expect(limitOf('stack size')).toEqual(['8388608', 'unlimited']);
  expect(limitOf('locked memory')).toEqual(['65536', '65536']);
  expect(limitOf('address space')).toEqual(['unlimited', 'unlimited']);
});

test.fails('C-32 742 processes', () => {
  expect(limitOf('processes')).toEqual(['742', '742']);
});

test('C-2.1 an empty payload is an empty object', async () => {
  const echo = { 'index.mjs': 'export const handler = async (event) => event;' };
  const echoing = await target.deploy({ name: 'echo', runtime: 'nodejs24.x', code: echo });
  expect((await echoing.invoke('')).body).toBe('{}');
});
