import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { claimRunName, findRun } from '../../../../src/cli/run/record.ts';
import { currentOwner, formatOwner } from '../../../../src/owner.ts';
import { createCommandLine } from '../../../support/command-line.ts';

test('a name that nobody has is usage and shows those there are', async () => {
  const line = await createCommandLine();
  expect(await line.run('stop', 'a')).toBe(2);
  expect(line.err()).toContain('no run named a goes on. No run goes on.');
  const { runtimeDirectory } = line.configuration;
  await claimRunName(runtimeDirectory, { name: 'b', url: '', functionName: '', log: null });
  expect(await line.run('stop', 'a')).toBe(2);
  expect(line.err()).toContain('There are: b.');
});

test('the process is told to end, and stop returns when it has', async () => {
  const line = await createCommandLine();
  const { runtimeDirectory } = line.configuration;
  const program =
    'process.on("SIGTERM", () => setTimeout(() => process.exit(0), 150)); ' +
    'setInterval(() => {}, 1000); process.send("ready")';
  const child = spawn(process.execPath, ['-e', program], {
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  await once(child, 'message');
  const folder = path.join(runtimeDirectory, `${child.pid}--abcd`);
  await mkdir(folder, { recursive: true });
  const owner = formatOwner({ ...currentOwner(), pid: child.pid ?? 0, startTime: '' });
  const record = { name: 'a', url: '', functionName: '', owner };
  await writeFile(path.join(folder, 'run.json'), JSON.stringify(record));
  const exited = once(child, 'exit');
  expect(await line.run('stop', 'nobody', 'a')).toBe(2);
  expect(line.err()).toContain('no run named nobody goes on. There are: a.');
  expect(line.out()).toBe('a\n');
  expect(await exited).toEqual([0, null]);
  expect(await findRun(runtimeDirectory, 'a')).toBeNull();
});
