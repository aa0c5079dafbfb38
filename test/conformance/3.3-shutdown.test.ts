import { expect, test } from 'vitest';
import * as script from './harness/probe.ts';
import type { DeployedFunction } from './harness/target.ts';
import { useTarget } from './harness/use-target.ts';

const { call, probe, probeCode, probeExtensions, seenBy } = script;
const target = useTarget();
const runtime = 'provided.al2023';
const termIsTrapped = [{ trapTerm: 'got SIGTERM' }];

async function deploy(name: string, extension?: script.ExtensionScript, more: object = {}) {
  const layer =
    extension === undefined ? {} : { layer: await probeExtensions({ [name]: extension }) };
  const code = await probeCode(termIsTrapped);
  return target.deploy({ name, runtime, code, ...layer, timeoutSeconds: 2, ...more });
}

const outer = { register: { events: ['SHUTDOWN'] } };

/** The SHUTDOWN events that an extension has seen. */
function shutdownsOf(deployed: Parameters<typeof seenBy>[0], name: string) {
  const seen = seenBy(deployed, name).filter(({ body }) => body?.includes('"SHUTDOWN"'));
  return seen.map(({ body, epochMs }) => ({ ...JSON.parse(body ?? ''), epochMs }));
}

/** Ends it while the runtime still works on an event that it has answered. */
async function endsWithinMs(deployed: DeployedFunction): Promise<number> {
  await deployed.invoke({ steps: [script.runtimeApi.response('1'), { sleepMs: 800 }] });
  const began = performance.now();
  await deployed[Symbol.asyncDispose]();
  return performance.now() - began;
}

/** How long the runtime went on when it had got SIGTERM, as far as it could say so. */
function livedOnMs(deployed: DeployedFunction): number {
  const said = deployed.log().map((text) => /^got SIGTERM ago: (\d+)$/.exec(text)?.[1] ?? 0);
  return Math.max(...said.map(Number));
}

test('3.3-1 3.5-1 the same end with another reason: timeout, failure, spindown', async () => {
  const deployed = await deploy('reasons', outer);
  await deployed.invoke({ steps: [{ sleepMs: 5_000 }] });
  const exited = await deployed.invoke({ steps: [{ exit: 1 }] });
  expect(JSON.parse(exited.body).errorType).toBe('Runtime.ExitError');
  await endsWithinMs(deployed);
  const reasons = shutdownsOf(deployed, 'reasons').map(({ shutdownReason }) => shutdownReason);
  expect(reasons).toEqual(['timeout', 'failure', 'spindown']);
});

test('3.3-2 without extensions killed at once, no SIGTERM', async () => {
  const deployed = await deploy('alone');
  await deployed.invoke({ steps: [{ sleepMs: 5_000 }] });
  await probe(deployed);
  await deployed[Symbol.asyncDispose]();
  expect(deployed.log()).not.toContain('got SIGTERM');
});

test('3.3-3 3.3-7 with an extension inside the runtime SIGTERM, and half a second', async () => {
  const register = call('POST /2020-01-01/extension/register', {
    headers: { 'Lambda-Extension-Name': 'inner' },
    body: '{"events":[]}',
  });
  const next = call('GET /2020-01-01/extension/event/next', {
    headers: { 'Lambda-Extension-Identifier': '{identifier}' },
    beside: 'inner',
  });
  const code = await probeCode([...termIsTrapped, register, next]);
  const deployed = await target.deploy({ name: 'inner', runtime, code });
  const tookMs = await endsWithinMs(deployed);
  expect(deployed.log()).toContain('got SIGTERM');
  expect(tookMs).toBeGreaterThan(450);
  expect(livedOnMs(deployed)).toBeGreaterThanOrEqual(100);
  expect(livedOnMs(deployed)).toBeLessThan(1_900);
});

test('3.3-4 with one outside a part of two seconds for the runtime, the rest for it', async () => {
  const deployed = await deploy('stays', { ...outer, stayAfterShutdown: true });
  const tookMs = await endsWithinMs(deployed);
  expect(deployed.log()).toContain('got SIGTERM');
  expect(tookMs).toBeGreaterThan(1_900);
  expect(livedOnMs(deployed)).toBeGreaterThanOrEqual(100);
  expect(livedOnMs(deployed)).toBeLessThan(1_900);
  const [shutdown] = shutdownsOf(deployed, 'stays');
  const toldMs = deployed.timeOf(/^got SIGTERM$/);
  expect(shutdown.epochMs).toBeGreaterThan(toldMs);
  expect(shutdown.deadlineMs - toldMs).toBeLessThanOrEqual(2_001);
  expect(shutdown.deadlineMs - toldMs).toBeGreaterThan(1_000);
  expect(shutdown.deadlineMs - shutdown.epochMs).toBeLessThan(1_500);
});

test('3.3-4 one that did not ask for SHUTDOWN gets none', async () => {
  const deployed = await deploy('quiet', { register: { events: [] } });
  await endsWithinMs(deployed);
  expect(shutdownsOf(deployed, 'quiet')).toEqual([]);
});

test('3.3-5 after a reset no process of before is left', async () => {
  const deployed = await deploy('gone');
  const processes = async () => {
    const { seen } = await probe(deployed, [{ list: '/proc' }]);
    return (seen[0]?.names ?? []).filter((name) => /^\d+$/.test(name)).length;
  };
  const before = await processes();
  await deployed.invoke({ steps: [{ sleepMs: 5_000 }] });
  expect(await processes()).toBe(before);
});

test('3.3-6 exits during the end are no errors', async () => {
  const deployed = await deploy('exits', { ...outer, shutdown: [{ exit: 3 }] });
  await deployed.invoke({ steps: [{ sleepMs: 5_000 }] });
  const { answer } = await probe(deployed);
  expect(answer.functionError).toBeNull();
  const log = await deployed.logOf(answer);
  expect(log.filter((text) => text.includes('Status: error'))).toEqual([]);
});

test('3.3-8 after a reset files are kept, processes and state are new', async () => {
  const code = {
    'index.mjs': `import fs from 'node:fs';
      let count = 0;
      export const handler = async (event) => {
        count += 1;
        if (event.hang) {
          fs.writeFileSync('/tmp/kept', 'kept');
          await new Promise((resolve) => setTimeout(resolve, 5_000));
        }
        return [count, fs.existsSync('/tmp/kept')];
      };`,
  };
  const node = { name: 'reset', runtime: 'nodejs24.x', code, timeoutSeconds: 2 } as const;
  const deployed = await target.deploy(node);
  await deployed.invoke();
  await deployed.invoke({ hang: true });
  const answer = await deployed.invoke();
  expect(answer.body).toBe('[1,true]');
  expect((await deployed.logOf(answer)).at(-1)).not.toContain('Init Duration');
});

test('3.3-9 idle environments end', async () => {
  const deployed = await deploy('idle', outer, { more: { idleTimeoutSeconds: 1 } });
  await probe(deployed, [{ write: { '/tmp/mine': '' } }]);
  await deployed.logged(/^SEEN idle .*SHUTDOWN/);
  const { seen } = await probe(deployed, [{ list: '/tmp' }]);
  expect(seen[0]?.names ?? []).not.toContain('mine');
});
