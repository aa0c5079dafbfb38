import type { Duplex } from 'node:stream';
import { toContainerOptions } from '../../src/engine/docker/container-options.ts';
import { containerSpec } from '../../src/environment/container-spec.ts';
import type { FunctionVersion } from '../../src/environment/function-version.ts';
import { initialization } from '../../src/environment/initialization.ts';
import { shimMount } from '../../src/environment/shim.ts';
import { LamboxError } from '../../src/errors.ts';
import { systemClock } from '../../src/timeline/clock.ts';
import type { Contender } from '../contender.ts';
import { event } from '../invoke-client.ts';
import type { Workbench } from '../workbench.ts';

/**
 * What no orchestrator on this engine can leave out: create, attach, start, and the same runtime's
 * boot in a container with the same image, code, mounts and isolation options, over the bare Engine
 * API. The container's first process is `raw-boot/`. Samples count from the create request: `next`
 * and `answer` until its lines have come through the attach stream.
 */
export function rawCold(
  { raw, labels }: Workbench,
  name: string,
  version: FunctionVersion,
  rawBoot: string,
): Contender {
  const options = rawContainerOptions(version, labels, rawBoot);
  return {
    name,
    async measure() {
      const beganAtMs = performance.now();
      const created = await raw.request('POST', '/containers/create', options);
      const { Id: id } = JSON.parse(created) as { Id: string };
      try {
        const output = await raw.attach(id);
        const lines = readLines(output);
        await raw.request('POST', `/containers/${id}/start`);
        const nextMs = (await lines.expect('next')) - beganAtMs;
        const answerMs = (await lines.expect(`answer ${event}`)) - beganAtMs;
        output.destroy();
        return { next: [nextMs], answer: [answerMs] };
      } finally {
        await raw.request('DELETE', `/containers/${id}?force=1&v=1`);
      }
    },
    async [Symbol.asyncDispose]() {},
  };
}

function rawContainerOptions(
  version: FunctionVersion,
  labels: Workbench['labels'],
  rawBoot: string,
): object {
  const spec = containerSpec({
    version,
    labels,
    shim: shimMount(rawBoot),
    storageDevice: null,
    channel: { mounts: [], shimArguments: [], needsStream: false },
  });
  const { variables } = initialization(version, '0'.repeat(32), systemClock);
  const environmentVariables = Object.entries({ ...variables, RAW_EVENT: event });
  return toContainerOptions({
    ...spec,
    // The benchmark removes it itself and waits for that, so that no removal taxes the next sample.
    autoRemove: false,
    environmentVariables: environmentVariables.map(([key, value]) => `${key}=${value}`),
  });
}

/** Waits for lines in their order; each resolves with the moment at which it was there. */
function readLines(output: Duplex): { expect(line: string): Promise<number> } {
  let text = '';
  let heard: () => void = () => undefined;
  output.on('data', (chunk: Buffer) => {
    text += chunk.toString('latin1');
    heard();
  });
  output.on('error', () => heard());
  output.on('close', () => heard());
  return {
    async expect(line) {
      for (;;) {
        if (text.includes(`${line}\n`)) return performance.now();
        if (text.includes('failed:') || output.destroyed) {
          throw new LamboxError('EnvironmentFailed', `the raw container said: ${text}`);
        }
        await new Promise<void>((resolve) => {
          heard = resolve;
        });
      }
    },
  };
}
