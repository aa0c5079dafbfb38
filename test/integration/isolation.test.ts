import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { runLabel } from '../../src/environment/labels.ts';
import { runProgram } from '../support/lambox-command.ts';
import { type TestFunction, useSandbox } from '../support/test-sandbox.ts';
import { writeFunction } from '../support/written-function.ts';

const tests = useSandbox();
const layer = writeFunction({ 'lib/from-layer': 'layer' });
let tested: TestFunction;
let layered: TestFunction;

beforeAll(async () => {
  const ephemeralStorageMb = 600;
  layered = await tests.create('file-system', { layers: [layer.path] });
  tested = await tests.create('file-system', { timeoutSeconds: 60, ephemeralStorageMb });
});

afterAll(() => layer[Symbol.dispose]());

async function ask(event: unknown): Promise<unknown> {
  const { payload, functionError } = await tested.invoke(event);
  expect(functionError, JSON.stringify(payload)).toBeNull();
  return payload;
}

describe('the file system', () => {
  it('takes a new file in /tmp alone, of all its directories', async () => {
    const { writable, directories } = (await ask({ action: 'walk' })) as {
      readonly writable: readonly string[];
      readonly directories: number;
    };
    expect(writable).toEqual(['/tmp']);
    expect(directories).toBeGreaterThan(1_000);
  });

  it('has no /dev/shm, and /dev/mqueue takes nothing', async () => {
    expect(await ask({ action: 'stat', path: '/dev/shm' })).toBeNull();
    expect(await ask({ action: 'write', path: '/dev/mqueue/x' })).toBe('EROFS');
  });

  it.each(['/var/task/x', '/opt/x', '/var/runtime/x', '/etc/x', '/x'])(
    'is read-only at %s',
    async (path) => {
      expect(await ask({ action: 'write', path })).toMatch(/^(EROFS|EACCES)$/);
    },
  );

  it.each(['/var/task/index.js', '/opt/lib/from-layer', '/var/runtime/bootstrap'])(
    'lets %s be as it is: not removed, moved, cut, replaced, or given another mode',
    async (path) => {
      const { payload } = await layered.invoke({ action: 'change', path });
      const [readOnly, denied] = ['EROFS', expect.stringMatching(/^(EROFS|EACCES|EPERM)$/)];
      expect(payload).toEqual({
        unlink: readOnly,
        rename: readOnly,
        chmod: readOnly,
        utimes: readOnly,
        // Here the kernel may look at the owner first.
        link: denied,
        truncate: denied,
        append: denied,
        replace: denied,
      });
    },
  );

  it('has a /tmp of the size asked for, where programs may run', async () => {
    expect(await ask({ action: 'stat', path: '/tmp' })).toEqual({ mode: '1777', uid: 0 });
    expect(await ask({ action: 'sizeMb', path: '/tmp' })).toBe(600);
    expect(await ask({ action: 'execute' })).toBe('ran\n');
  });

  it("shows the code as whose it is who runs Lambox, root's for root", async () => {
    const uid = process.getuid?.();
    expect(await ask({ action: 'stat', path: '/var/task' })).toEqual({ mode: '755', uid });
    expect(await ask({ action: 'identity' })).toMatchObject({ cwd: '/var/task' });
  });
});

describe('the process', () => {
  it('is sbx_user1051 without capabilities, and cannot gain any', async () => {
    expect(await ask({ action: 'identity' })).toEqual({
      uid: 993,
      gid: 990,
      groups: [990],
      user: 'sbx_user1051',
      cwd: '/var/task',
      capabilities: '0000000000000000',
      noNewPrivileges: '1',
    });
  });

  it('has the resource limits that were recorded in Lambda, but for one', async () => {
    const text = String(await ask({ action: 'read', path: '/proc/self/limits' }));
    const limit = (name: string) =>
      new RegExp(`^Max ${name} +(\\S+) +(\\S+)`, 'm').exec(text)?.slice(1);
    expect(limit('open files')).toEqual(['1024', '1024']);
    expect(limit('core file size')).toEqual(['10737418240', '10737418240']);
    expect(limit('locked memory')).toEqual(['65536', '65536']);
    expect(limit('stack size')).toEqual(['8388608', 'unlimited']);
    for (const name of ['cpu time', 'file size', 'data size', 'resident set', 'address space']) {
      expect(limit(name), name).toEqual(['unlimited', 'unlimited']);
    }
    expect(limit('file locks')).toEqual(['unlimited', 'unlimited']);
    // Not 742 as in Lambda: the kernel counts a user's processes over all containers.
    expect(limit('processes')).not.toEqual(['742', '742']);
  });

  it('cannot read what PID 1 was given', async () => {
    await using other = await tests.create('file-system', { handler: 'index.handler' });
    const { payload } = await other.invoke({ action: 'read', path: '/proc/1/environ' });
    expect(payload).toMatchObject({
      errorType: 'Error',
      errorMessage: expect.stringMatching(/EACCES/),
    });
  });
});

describe('the network', () => {
  const sandbox = { sandbox: '127.0.0.1', bound: ['127.0.0.1', '127.0.0.1'] };

  async function look(networkMode: string): Promise<unknown> {
    await using lambda = await tests.create('network', { networkMode, timeoutSeconds: 10 });
    return (await lambda.invoke()).payload;
  }

  it('none is the loopback interface alone; the names of the sandbox are there', async () => {
    const alone = { interfaces: ['lo'], outside: 'ENETUNREACH', hasWayOut: false };
    expect(await look('none')).toEqual({ ...alone, ...sandbox });
  });

  it.each([
    ['bridge', () => 'bridge'],
    ['a network of the engine', createNetwork],
  ])('%s has a way out, and the names', async (_, nameOf) => {
    // Nobody is asked for an answer: the machine itself may have no network.
    expect(await look(await nameOf())).toMatchObject({ hasWayOut: true, ...sandbox });
  });

  async function createNetwork(): Promise<string> {
    const name = `lambox-test-${randomUUID()}`;
    const made = await runProgram('docker', ['network', 'create', '--label', runLabel, name]);
    expect(made.exitCode, made.stderr).toBe(0);
    onTestFinished(async () => {
      await runProgram('docker', ['network', 'rm', name]);
    });
    return name;
  }
});
