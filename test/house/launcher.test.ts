import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const launcher = path.resolve(import.meta.dirname, '../../bin/lambox.mjs');
let directory: string;

beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'lambox-launcher-'));
  write('package.json', '{"type":"module"}');
  mkdirSync(path.join(directory, 'bin'));
  cpSync(launcher, path.join(directory, 'bin/lambox.mjs'));
});

afterEach(() => rmSync(directory, { recursive: true, force: true }));

describe('bin/lambox.mjs', () => {
  it('hands its arguments to the CLI and ends with its exit code', () => {
    installCli('console.log(argv.slice(2).join()); return 7;');
    expect(start(['a', 'b'])).toMatchObject({ status: 7, stdout: 'a,b\n', stderr: '' });
  });

  it('started as a program, keeps its --env-file from Node.js', () => {
    installCli('console.log(argv.slice(2).join());');
    const words = ['run', '--env-file', 'no such file'];
    const { PATH: others } = process.env;
    const PATH = `${path.dirname(process.execPath)}:${others}`;
    const program = path.join(directory, 'bin/lambox.mjs');
    const options = { encoding: 'utf8', env: { ...process.env, PATH } } as const;
    const stdout = `${words.join()}\n`;
    expect(spawnSync(program, words, options)).toMatchObject({ status: 0, stdout, stderr: '' });
  });

  it('says what to do where nothing is built', () => {
    const { status, stderr } = start([]);
    expect(status).toBe(3);
    expect(stderr).toMatch(/^lambox is not built: .*\/dist\/cli\/main\.js does not exist\..*\n$/);
    expect(stderr).toContain('./scripts/quickstart');
  });

  it('says what to do under a Node.js that is too old', () => {
    installCli('return 0;');
    const { status, stderr } = start([], '22.12.9');
    expect(status).toBe(3);
    expect(stderr).toMatch(/^lambox needs Node\.js 22\.13 or newer, but .* is 22\.12\.9\..*\n$/);
  });

  it.each(['22.13.0', '23.0.0'])('starts under Node.js %s', (version) => {
    installCli('return 0;');
    expect(start([], version)).toMatchObject({ status: 0, stderr: '' });
  });
});

describe('bin/lambox.mjs with the checkout’s own Node.js beside an old one', () => {
  beforeEach(installOwnNode);

  it('starts again with it: arguments, stdin and exit code pass', () => {
    installCli(
      'for await (const part of process.stdin) process.stdout.write(part);' +
        'console.log(argv[2], process.env.LAMBOX_RELAUNCHED); return 7;',
    );
    const result = start(['a'], '20.1.0', 'event ');
    expect(result).toMatchObject({ status: 7, stdout: 'event a undefined\n', stderr: '' });
  });

  it('starts again so that Node.js leaves --env-file alone', () => {
    installCli('console.log(argv.slice(2).join());');
    const before = commandLine([], '20.1.0').slice(0, 2);
    const words = ['--', path.join(directory, 'bin/lambox.mjs'), '--env-file', 'no such file'];
    const result = spawnSync(process.execPath, [...before, ...words], { encoding: 'utf8' });
    expect(result).toMatchObject({ stdout: '--env-file,no such file\n', stderr: '' });
  });

  it('passes SIGTERM on and ends as the other one ends', async () => {
    installCli(
      'return new Promise((resolve) => {' +
        'process.on("SIGTERM", () => resolve(9)); console.log("ready");' +
        'setInterval(() => {}, 1000).unref(); process.stdin.resume(); }).then(process.exit);',
    );
    const child = await startAndWait();
    child.kill('SIGTERM');
    expect((await once(child, 'exit'))[0]).toBe(9);
  });

  it('does not leave the other one alive when it is killed', async () => {
    installCli('console.log("ready"); return new Promise(() => setInterval(() => {}, 1000));');
    const child = await startAndWait();
    const ended = once(child, 'close');
    child.kill('SIGKILL');
    // stdout is the other one's too: it closes only when both are gone.
    await ended;
  });
});

/** `body` is that of `main(argv)`. */
function installCli(body: string): void {
  write('dist/cli/main.js', `export async function main(argv) { ${body} }`);
}

/** Leaves out the two arguments with which `start` pretends an old version. */
function installOwnNode(): void {
  write('node_modules/.bin/node', `#!/bin/sh\nshift 2\nexec '${process.execPath}' "$@"\n`);
  chmodSync(path.join(directory, 'node_modules/.bin/node'), 0o755);
}

function start(parameters: string[], version?: string, input = '') {
  const all = commandLine(parameters, version);
  return spawnSync(process.execPath, all, { encoding: 'utf8', input, timeout: 60_000 });
}

/** Under an old Node.js, until the CLI said that it is ready. */
async function startAndWait(): Promise<ChildProcess> {
  const child = spawn(process.execPath, commandLine([], '20.1.0'));
  await once(child.stdout, 'data');
  return child;
}

function commandLine(parameters: string[], version: string | undefined): string[] {
  const value = `{value:{...process.versions,node:"${version}"}}`;
  const pretence = `data:text/javascript,Object.defineProperty(process,"versions",${value})`;
  const before = version === undefined ? [] : ['--import', pretence];
  return [...before, path.join(directory, 'bin/lambox.mjs'), ...parameters];
}

function write(name: string, text: string): void {
  const file = path.join(directory, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
}
