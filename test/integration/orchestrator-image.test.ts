import { randomBytes } from 'node:crypto';
import { expect, test, vi } from 'vitest';
import { ownerLabel, runLabel } from '../../src/environment/labels.ts';
import { rememberFilesVolumes } from '../support/files-volumes.ts';
import { functionDirectory } from '../support/function-directory.ts';
import { runProgram } from '../support/lambox-command.ts';
import { engineSocket, openDocker } from '../support/open-docker.ts';
import { buildOrchestratorImage } from '../support/orchestrator-image.ts';

test("Lambox in a container, with this machine's engine, which sees no file of it", async () => {
  await using _volumes = await rememberFilesVolumes();
  await using image = await buildOrchestratorImage('lambox/nodejs:24');
  const hostname = `orchestrator-${randomBytes(4).toString('hex')}`;
  const socket = `${await engineSocket()}:/var/run/docker.sock`;
  const code = `${functionDirectory('echo')}:/work/app:ro`;
  const words = ['run', '--rm', '--hostname', hostname, '-v', socket, '-v', code, image.reference];
  const limits = ['--timeout', '60', '-m', '1769'];
  const invoke = ['invoke', './app', '--event', '{"a":"ü"}', '--repeat', '2', ...limits, '--json'];
  const { exitCode, stdout, stderr } = await runProgram('docker', [...words, ...invoke]);
  expect(exitCode, stderr).toBe(0);
  const { invocations } = JSON.parse(stdout);
  expect(invocations).toMatchObject([
    { startKind: 'cold', payload: { a: 'ü' } },
    { startKind: 'warm', payload: { a: 'ü' } },
  ]);
  // The engine may still be at it when the process has ended.
  const patience = { timeout: 30_000, interval: 100 };
  await vi.waitFor(async () => expect(await ownersOn(hostname)).toEqual([]), patience);
});

/** The owners of containers that this machine has of a sandbox over there. */
async function ownersOn(hostname: string): Promise<readonly string[]> {
  const engine = await openDocker();
  const containers = await engine.listContainers({ [runLabel]: '' });
  await engine.close();
  const owners = containers.map(({ labels }) => labels[ownerLabel] ?? '');
  return owners.filter((owner) => owner.includes(hostname));
}
