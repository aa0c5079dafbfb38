'use strict';

const { spawnSync } = require('node:child_process');

class OrderError extends Error {
  constructor(message) {
    super(message);
    this.name = 'OrderError';
  }
}

const forever = () => new Promise(() => setInterval(() => {}, 1_000));

const actions = {
  throw: () => {
    throw new OrderError('no such order <&>');
  },
  reject: () => Promise.reject(new TypeError('rejected')),
  throwValue: ({ value }) => {
    throw value;
  },
  circular: () => {
    const value = {};
    value.itself = value;
    return value;
  },
  exit: ({ code }) => process.exit(code),
  kill: ({ signal }) => {
    process.kill(process.pid, signal);
    return forever();
  },
  /** A process of the function's ends by a signal; the function itself goes on. */
  child: () => spawnSync('/bin/sh', ['-c', 'kill -SEGV $$']).signal,
  childAndHang: () => {
    spawnSync('/bin/sh', ['-c', 'kill -SEGV $$']);
    return forever();
  },
  uncaught: () => {
    setImmediate(() => {
      throw new Error('from nowhere');
    });
    return forever();
  },
  unhandled: () => {
    Promise.reject(new Error('nobody waits'));
    return forever();
  },
  /** Nothing keeps the event loop busy. */
  neverSettles: () => new Promise(() => {}),
  undefined: () => undefined,
  wait: () => forever(),
  fine: () => 'fine',
};

exports.handler = async (event) => actions[event.action](event);
exports.plain = () => 'plain';
exports.nothing = () => {};
exports.text = 'no function';
exports.callback = (_event, _context, callback) => callback(null, 'called');
