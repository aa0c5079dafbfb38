'use strict';

const fs = require('node:fs');

/** Where runtimes write whole records to. */
const framingDescriptor = 62;

const actions = {
  names: (_event, context) => ({
    group: context.logGroupName,
    stream: context.logStreamName,
    variables: [process.env.AWS_LAMBDA_LOG_GROUP_NAME, process.env.AWS_LAMBDA_LOG_STREAM_NAME],
    format: process.env.AWS_LAMBDA_LOG_FORMAT ?? null,
    level: process.env.AWS_LAMBDA_LOG_LEVEL ?? null,
  }),
  levels: () => {
    for (const level of ['trace', 'debug', 'info', 'log', 'warn', 'error', 'fatal']) {
      console[level](`by ${level}`);
    }
  },
  lines: () => {
    process.stdout.write('one\ntwo\rthree\n\nfour\n');
    console.log('a message\nof two lines');
  },
  times: () => {
    console.log('framed');
    return new Promise((resolve) => {
      setTimeout(() => {
        process.stdout.write('raw\n');
        resolve(null);
      }, 50);
    });
  },
  object: () => {
    console.log({ a: 1 });
    console.error('with an error', new RangeError('out of range'));
  },
  garbage: () => {
    fs.writeSync(framingDescriptor, 'garbage');
  },
  fill: ({ megabytes }) => {
    let bytes = Buffer.alloc(megabytes * 1024 * 1024, 1);
    const { length } = bytes;
    bytes = null;
    return length;
  },
  long: ({ lines }) => {
    for (let line = 0; line < lines; line += 1) console.log(`line ${line} ${'x'.repeat(40)}`);
  },
  wait: ({ ms }) => new Promise((resolve) => setTimeout(resolve, ms)),
  throw: () => {
    throw new RangeError('thrown');
  },
  uncaught: () => {
    setImmediate(() => {
      throw new Error('from nowhere');
    });
    return new Promise(() => setInterval(() => {}, 1_000));
  },
  unhandled: () => {
    Promise.reject(new Error('nobody waits'));
    return new Promise(() => setInterval(() => {}, 1_000));
  },
  exit: ({ code }) => process.exit(code),
  nothing: () => {},
};

exports.handler = async (event, context) => actions[event.action](event, context);
