import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { bridgeHost } from '../support/bridge-host.ts';
import { type TestFunction, useSandbox } from '../support/test-sandbox.ts';

const tests = useSandbox();
let tested: TestFunction;

/** How long the environment stands still: long beside the times of its timers. */
const stillMs = 1_500;

beforeAll(async () => {
  tested = await tests.create('thaw', { timeoutSeconds: 30 });
});

async function acrossAFreeze(before: string, after: string, fields: object = {}) {
  await tested.invoke({ action: before, ...fields });
  await pause(stillMs);
  const { payload, startKind } = await tested.invoke({ action: after });
  expect(startKind).toBe('warm');
  return payload;
}

it('a timer that came due while nothing ran fires once, after the thaw', async () => {
  const fired = await acrossAFreeze('startTimers', 'readTimers');
  const { since, timeout, interval } = fired as Readonly<
    Record<'timeout' | 'interval', number[]>
  > & {
    readonly since: number;
  };
  expect(timeout).toHaveLength(1);
  // Just before the event's own first line, at the earliest.
  expect(timeout[0]).toBeGreaterThan(since - stillMs / 4);
  // It is not made up for: fifteen came due.
  expect(interval.length).toBeLessThan(12);
});

it('clocks have gone on', async () => {
  const passed = await acrossAFreeze('startClocks', 'readClocks');
  const { wallMs, monotonicMs } = passed as Readonly<Record<'wallMs' | 'monotonicMs', number>>;
  expect(wallMs).toBeGreaterThanOrEqual(stillMs - 2);
  expect(monotonicMs).toBeGreaterThanOrEqual(stillMs - 2);
  // The two are read one after the other.
  expect(Math.abs(wallMs - monotonicMs)).toBeLessThan(stillMs / 2);
});

describe('a connection that is open over a freeze', () => {
  it.each([
    ['is reset by the other side: the thawed one learns it', true, ['ECONNRESET']],
    ['is closed in good order after data: both are there', false, ['while you slept']],
  ])('%s', async (_, resets, seen) => {
    const sockets: Socket[] = [];
    const server = createServer((socket) => sockets.push(socket.on('error', () => undefined)));
    await once(server.listen(0, '0.0.0.0'), 'listening');
    const { port } = server.address() as AddressInfo;
    await tested.invoke({ action: 'openSocket', host: bridgeHost(), port });
    await pause(stillMs / 3);
    const [socket] = sockets;
    if (resets) socket?.resetAndDestroy();
    else socket?.end('while you slept');
    await pause(stillMs / 3);
    expect((await tested.invoke({ action: 'readSocket' })).payload).toEqual(seen);
    server.close();
  });
});
