import {
  chmod,
  cp,
  mkdir,
  mkdtemp,
  readFile,
  rm,
  stat,
  truncate,
  writeFile,
} from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { engineCallsOf } from '../support/engine-call-count.ts';
import { functionDirectory } from '../support/function-directory.ts';
import { useSandbox } from '../support/test-sandbox.ts';

const tests = useSandbox();
const mebibyte = 1024 * 1024;
/** The longest tick of a file system's clock, and what the store allows for. */
const tickMs = 20;
let code: string;

beforeEach(async () => {
  code = await mkdtemp(path.join(os.tmpdir(), 'lambox-test-'));
  await cp(functionDirectory('echo'), code, { recursive: true });
});

afterEach(async () => {
  await rm(code, { recursive: true, force: true });
});

describe('a package of 20,000 files', () => {
  it('costs a start nothing that one of two files does not', async () => {
    await addFiles(20_000);
    await using small = await tests.create('echo');
    await using large = await tests.create('echo', { code, functionName: 'large' });
    const smallCalls = await engineCallsOf(tests.sandbox, () => small.invoke({ a: 1 }));
    const largeCalls = await engineCallsOf(tests.sandbox, () => large.invoke({ a: 1 }));
    expect(largeCalls).toEqual(smallCalls);
    // No file either: what this process reads at a start comes from the engine and the wire.
    await using again = await tests.create('echo', { code, functionName: 'large' });
    const before = await bytesRead();
    expect((await again.invoke({ a: 1 })).startKind).toBe('cold');
    expect((await bytesRead()) - before).toBeLessThan(mebibyte);
  });
});

describe('deploying', () => {
  it('an unchanged tree again reads no file content', async () => {
    for (const name of ['one', 'two']) {
      await writeFile(path.join(code, name), name);
      await truncate(path.join(code, name), 50 * mebibyte);
    }
    // What changed in the same tick of the file system's clock could have changed once more.
    await pause(2 * tickMs);
    const first = await readWhileDeploying();
    const second = await readWhileDeploying();
    expect(first.bytes).toBeGreaterThan(100 * mebibyte);
    expect(second.bytes).toBeLessThan(2 * mebibyte);
    expect(second.codeSha256).toBe(first.codeSha256);
    await writeFile(path.join(code, 'index.mjs'), 'export const handler = async () => "new";');
    const third = await readWhileDeploying();
    expect(third.codeSha256).not.toBe(first.codeSha256);
    expect(third.payload).toBe('new');
  });

  it('copies: a chmod or a change in the store does not reach the source', async () => {
    const source = path.join(code, 'index.mjs');
    await using tested = await tests.create('echo', { code });
    const stored = path.join(tested.lambda.package.codeDirectory ?? '', 'index.mjs');
    const [before, copy] = await Promise.all([stat(source), stat(stored)]);
    expect([copy.ino, copy.nlink]).toEqual([expect.not.toSatisfy((ino) => ino === before.ino), 1]);
    await chmod(stored, 0o600);
    expect((await stat(source)).mode).toBe(before.mode);
    await chmod(stored, copy.mode);
    expect(await readFile(stored, 'utf8')).toBe(await readFile(source, 'utf8'));
  });

  it('makes a source readable that only its owner could read', async () => {
    await mkdir(path.join(code, 'lib'), { mode: 0o700 });
    await cp(path.join(code, 'index.mjs'), path.join(code, 'lib', 'index.mjs'));
    await chmod(path.join(code, 'lib', 'index.mjs'), 0o600);
    await chmod(path.join(code, 'index.mjs'), 0o600);
    await chmod(code, 0o700);
    await using tested = await tests.create('echo', { code, handler: 'lib/index.handler' });
    expect((await tested.invoke({ a: 1 })).payload).toEqual({ a: 1 });
    expect((await stat(path.join(code, 'index.mjs'))).mode & 0o777).toBe(0o600);
  });

  it('takes names with spaces and of any script', async () => {
    const folder = path.join(code, 'mein Ordner ☃');
    await mkdir(folder);
    await cp(path.join(code, 'index.mjs'), path.join(folder, 'ünï.mjs'));
    await using tested = await tests.create('echo', { code: folder, handler: 'ünï.handler' });
    expect((await tested.invoke(['☃'])).payload).toEqual(['☃']);
  });
});

async function addFiles(count: number): Promise<void> {
  for (let folder = 0; folder < count / 1_000; folder += 1) {
    const directory = path.join(code, `folder-${folder}`);
    await mkdir(directory);
    const names = Array.from({ length: 1_000 }, (_, number) => `file-${number}.txt`);
    await Promise.all(names.map((name) => writeFile(path.join(directory, name), name.repeat(80))));
  }
}

/** What this process has read so far, from files, sockets and pipes alike. */
async function bytesRead(): Promise<number> {
  const text = await readFile('/proc/self/io', 'utf8');
  return Number(/^rchar: (\d+)$/m.exec(text)?.[1]);
}

async function readWhileDeploying() {
  const before = await bytesRead();
  await using tested = await tests.create('echo', { code });
  const bytes = (await bytesRead()) - before;
  const { payload } = await tested.invoke({});
  return { bytes, payload, codeSha256: tested.lambda.package.codeSha256 };
}
