import { beforeAll, expect, test } from 'vitest';
import { call, type ProbeAnswer, probe, probeCode } from './harness/probe.ts';
import { useTarget } from './harness/use-target.ts';

const target = useTarget();
let seen: ProbeAnswer['seen'];

beforeAll(async () => {
  const code = await probeCode();
  const deployed = await target.deploy({ name: 'address', runtime: 'provided.al2023', code });
  const steps = [{ variables: true } as const, { listen: '127.0.0.1:9001' }, call('GET /ping')];
  ({ seen } = await probe(deployed, steps));
});

const address = () =>
  seen[0]?.names?.find((name) => name.startsWith('AWS_LAMBDA_RUNTIME_API='))?.split('=')[1];

test('1.1-1 the address is host and port', () => {
  expect(address()).toMatch(/^[\d.]+:\d+$/);
});

test.fails("1.1-2 the address is today's", () => {
  expect(address()).toBe('169.254.100.1:9001');
});

test('1.1-3 port 9001 is taken', () => {
  expect(seen[1]?.error).toContain('address already in use');
});

test('1.1-4 HTTP/1.1, and no need to say who asks', () => {
  expect(seen[2]).toMatchObject({ status: 200, headers: { Protocol: 'HTTP/1.1' } });
});
