import { setTimeout as pause } from 'node:timers/promises';
import type { CpuQuota, Labels } from '../../src/engine/container-engine.ts';
import { LamboxError } from '../../src/errors.ts';
import { createInvokeClient } from '../invoke-client.ts';
import type { RawEngine } from '../raw-engine.ts';
import type { ServedFunction } from './served-function.ts';

export interface RieOptions {
  readonly engine: RawEngine;
  readonly name: string;
  readonly rie: string;
  readonly image: string;
  readonly codeDirectory: string;
  readonly memorySizeMb: number;
  /** RIE has none of its own: `null` as its users run it. */
  readonly quota: CpuQuota | null;
  /**
   * `published`: a port of this machine, as AWS documents it; `bridge`: the container's own
   * address, which spares it Docker's proxy.
   */
  readonly reachedBy: 'published' | 'bridge';
  readonly labels: Labels;
}

const port = '8080/tcp';
const readyTimeoutMs = 20_000;

/** AWS's emulator in a container of the same image, with the same code. */
export async function startRie(options: RieOptions): Promise<ServedFunction> {
  const { engine, name, reachedBy } = options;
  const created = await engine.request('POST', '/containers/create', containerOptions(options));
  const { Id: id } = JSON.parse(created) as { Id: string };
  const end = async () => {
    await engine.request('DELETE', `/containers/${id}?force=1&v=1`);
  };
  try {
    await engine.request('POST', `/containers/${id}/start`);
    const network = JSON.parse(await engine.request('GET', `/containers/${id}/json`));
    const { IPAddress, Ports } = network.NetworkSettings as NetworkSettings;
    const hostPort = Ports[port]?.[0]?.HostPort;
    const url =
      reachedBy === 'bridge' ? `http://${IPAddress}:8080` : `http://127.0.0.1:${hostPort}`;
    await untilAnswers(url);
    return { name, url, end };
  } catch (error) {
    await end();
    throw error;
  }
}

interface NetworkSettings {
  readonly IPAddress: string;
  readonly Ports: Record<string, readonly { HostPort: string }[] | null>;
}

function containerOptions(options: RieOptions): object {
  const { rie, image, codeDirectory, memorySizeMb, quota, reachedBy, labels } = options;
  const published = { [port]: [{ HostIp: '127.0.0.1', HostPort: '' }] };
  const memory = memorySizeMb * 1024 * 1024;
  return {
    Image: image,
    Entrypoint: ['/aws-lambda/aws-lambda-rie'],
    Cmd: ['/var/runtime/bootstrap', 'index.handler'],
    Env: [`AWS_LAMBDA_FUNCTION_MEMORY_SIZE=${memorySizeMb}`, 'AWS_LAMBDA_FUNCTION_TIMEOUT=30'],
    Labels: labels,
    ExposedPorts: { [port]: {} },
    HostConfig: {
      Mounts: [
        { Type: 'bind', Source: rie, Target: '/aws-lambda/aws-lambda-rie', ReadOnly: true },
        { Type: 'bind', Source: codeDirectory, Target: '/var/task', ReadOnly: true },
      ],
      Memory: memory,
      MemorySwap: memory,
      ...(reachedBy === 'published' && { PortBindings: published }),
      ...(quota !== null && { CpuQuota: quota.quotaUs, CpuPeriod: quota.periodUs }),
    },
  };
}

/** It listens a little after its start, and its first event boots the runtime. */
async function untilAnswers(url: string): Promise<void> {
  const deadlineMs = performance.now() + readyTimeoutMs;
  const client = createInvokeClient(url);
  try {
    for (;;) {
      try {
        await client.invoke();
        return;
      } catch (cause) {
        if (cause instanceof LamboxError || performance.now() > deadlineMs) throw cause;
        await pause(100);
      }
    }
  } finally {
    client.close();
  }
}
