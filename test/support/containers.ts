import { setTimeout as sleep } from 'node:timers/promises';
import { runProgram } from './lambox-command.ts';

/** Containers, in any state, and volumes that a process of ours owns, as `docker` lists them. */
export async function listOwned(pid: number): Promise<readonly string[]> {
  const format = '{{.ID}} {{.Label "dev.lambox.owner"}}';
  const filter = ['--filter', 'label=dev.lambox.run', '--format', format];
  const containers = await runProgram('docker', ['ps', '-a', '--no-trunc', ...filter]);
  const volumeFormat = '{{.Name}} {{.Label "dev.lambox.owner"}}';
  const volumes = await runProgram('docker', [
    ...['volume', 'ls', '--filter', 'label=dev.lambox.run', '--format', volumeFormat],
  ]);
  const lines = `${containers.stdout}${volumes.stdout}`.split('\n');
  return lines.filter((line) => line.includes(`/${pid}/`));
}

/** Far from what any engine needs: a busy machine is no failure. */
const patienceMs = 30_000;

/**
 * Whether nothing of the process is left before patience ends; the list otherwise. The engine may
 * still be at it when the process has ended: it takes a container off its list first, then removes
 * its volumes.
 */
export async function untilNothingIsOwned(pid: number): Promise<readonly string[]> {
  const stepMs = 100;
  for (let waitedMs = 0; waitedMs < patienceMs; waitedMs += stepMs) {
    const owned = await listOwned(pid);
    if (owned.length === 0) return owned;
    await sleep(stepMs);
  }
  return listOwned(pid);
}
