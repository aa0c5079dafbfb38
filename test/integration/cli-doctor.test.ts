import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { commandFile, lambox, runProgram } from '../support/lambox-command.ts';

const deadEngine = { DOCKER_HOST: 'unix:///no/such/docker.sock' };

test('doctor: what there is, as text and as a document', async () => {
  const text = await lambox(['doctor']);
  expect(text.exitCode, text.stderr).toBe(0);
  expect(text.stdout).toMatch(/^engine +(docker|podman) \S+ at \S+ \(.+\), /);
  expect(text.stdout).toMatch(/^cgroup +version [12], /m);
  expect(text.stdout).toMatch(/^channel +(socket|attach)$/m);
  expect(text.stdout).toMatch(/^\/tmp +ext4 on a loop device, of the size asked for$/m);
  expect(text.stdout).toMatch(/^nodejs24\.x +\S+, \d+/m);
  expect(text.stdout).toMatch(/Functions can run\.\n$/);
  const { stdout } = await lambox(['doctor', '--json']);
  expect(JSON.parse(stdout)).toMatchObject({
    schemaVersion: 1,
    usable: true,
    ephemeralStorage: { kind: 'ext4', reason: null },
  });
  const variables = { LAMBOX_TMP: 'tmpfs' };
  expect((await lambox(['doctor'], { variables })).stdout).toMatch(/^\/tmp +tmpfs /m);
});

test('doctor without an engine: 3, and the remedy', async () => {
  const { exitCode, stdout } = await lambox(['doctor'], { variables: deadEngine });
  expect(exitCode).toBe(3);
  expect(stdout).toMatch(/missing: DOCKER_HOST names unix:\/\/\/no\/such\/docker\.sock/);
  expect(stdout).toMatch(/Functions cannot run\.\n$/);
});

/** Runs it on a host of its own name: other runs on this engine find its leftovers nobody's. */
async function lamboxOn(host: string, words: readonly string[]) {
  const rename = 'echo "$0" > /proc/sys/kernel/hostname && exec "$@"';
  const command = [process.execPath, '--', commandFile, ...words];
  return runProgram('unshare', ['--uts', 'sh', '-c', rename, host, ...command]);
}

const isRoot = process.getuid?.() === 0;

test.runIf(isRoot)('prune asks first, and removes what a dead process has left', async () => {
  const suffix = randomBytes(4).toString('hex');
  const host = `lambox-test-${suffix}`;
  const { images } = JSON.parse((await lambox(['doctor', '--json'])).stdout) as {
    readonly images: readonly { readonly reference: string | null }[];
  };
  // Made here or AWS's: whichever this engine has.
  const image = images.find(({ reference }) => reference !== null)?.reference ?? '';
  const create = async (name: string, ...labels: string[]) => {
    const options = labels.flatMap((label) => ['--label', label]);
    const made = ['create', '--name', name, ...options, image];
    expect((await runProgram('docker', made)).exitCode).toBe(0);
    return name;
  };
  const exists = async (name: string) =>
    (await runProgram('docker', ['container', 'inspect', name])).exitCode === 0;
  const owner = `dev.lambox.owner=${host}/${process.pid}/1`;
  const dead = await create(`lambox-test-dead-${suffix}`, `dev.lambox.run=${suffix}`, owner);
  const stranger = await create(`lambox-test-stranger-${suffix}`);
  try {
    const asked = await lamboxOn(host, ['prune']);
    expect(asked.exitCode).toBe(2);
    expect(asked.stdout).toContain(`container ${dead}\n`);
    expect(asked.stderr).toContain('Give --yes');
    expect(await exists(dead)).toBe(true);
    const pruned = await lamboxOn(host, ['prune', '--yes']);
    expect(pruned.exitCode, pruned.stderr).toBe(0);
    expect(pruned.stdout).toContain(`container ${dead}\n`);
    expect(pruned.stdout).not.toContain(stranger);
    expect([await exists(dead), await exists(stranger)]).toEqual([false, true]);
  } finally {
    await runProgram('docker', ['rm', '-f', dead, stranger]);
  }
});
