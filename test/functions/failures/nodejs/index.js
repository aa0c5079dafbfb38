'use strict';

class OrderError extends Error {
  constructor(message) {
    super(message);
    this.name = 'OrderError';
    this.orderId = 7;
  }
}

const forever = () => new Promise(() => setInterval(() => {}, 1_000));

const actions = {
  throw: () => {
    throw new OrderError('no such order');
  },
  reject: () => Promise.reject(new TypeError('rejected')),
  throwText: () => {
    throw 'only a text';
  },
  throwObject: () => {
    throw { code: 42 };
  },
  throwUndefined: () => {
    throw undefined;
  },
  circular: () => {
    const value = {};
    value.itself = value;
    return value;
  },
  exit: ({ code }) => {
    process.exit(code);
  },
  unhandledRejection: () => {
    Promise.reject(new Error('nobody waits for this'));
    return forever();
  },
  uncaughtException: () => {
    setImmediate(() => {
      throw new Error('thrown from a timer');
    });
    return forever();
  },
  kill: ({ signal }) => {
    process.kill(process.pid, signal);
    return forever();
  },
  /** Nothing keeps the event loop busy: the process ends by itself. */
  neverSettles: () => new Promise(() => {}),
  hang: () => forever(),
  spin: () => {
    for (;;);
  },
  grow: () => {
    const kept = [];
    for (;;) kept.push(Buffer.alloc(8 * 1024 * 1024, 1));
  },
  fine: () => ({ pid: process.pid }),
};

exports.handler = async (event) => actions[event.action](event);
