import { connect } from 'node:net';

/** What the first event began and the next one finds. */
const begun = {};

const clocks = () => ({ wallMs: Date.now(), monotonicMs: performance.now() });

const actions = {
  startTimers: () => {
    begun.fired = { timeout: [], interval: [] };
    setTimeout(() => begun.fired.timeout.push(Date.now()), 1_000);
    begun.interval = setInterval(() => begun.fired.interval.push(Date.now()), 100);
  },
  /** Waits for the timeout, which is long overdue. */
  readTimers: async () => {
    const since = Date.now();
    while (begun.fired.timeout.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    clearInterval(begun.interval);
    return { since, ...begun.fired };
  },
  startClocks: () => {
    begun.clocks = clocks();
  },
  readClocks: () => {
    const now = clocks();
    return {
      wallMs: now.wallMs - begun.clocks.wallMs,
      monotonicMs: now.monotonicMs - begun.clocks.monotonicMs,
    };
  },
  openSocket: async ({ host, port }) => {
    const socket = connect({ host, port });
    begun.seen = [];
    socket.on('data', (data) => begun.seen.push(String(data)));
    begun.closed = new Promise((resolve) => {
      socket.on('error', (error) => begun.seen.push(error.code));
      socket.on('close', () => resolve());
    });
    await new Promise((resolve) => socket.on('connect', resolve));
  },
  readSocket: async () => {
    await begun.closed;
    return begun.seen;
  },
};

export const handler = async (event) => (await actions[event.action](event)) ?? null;
