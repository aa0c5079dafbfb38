'use strict';

const actions = {
  levels: () => {
    for (const level of ['trace', 'debug', 'info', 'log', 'warn', 'error', 'fatal']) {
      console[level](`by ${level}`);
    }
  },
  /** The level is the function's, by its configuration. */
  filtered: () => {
    for (const level of ['debug', 'info', 'warn']) console[level](`by ${level}`);
  },
  format: () => {
    console.log('%s has %d', 'Anna', 3, { nested: { list: [1, 2] } });
    console.log('ünï ☃ 𝄞');
    console.log('');
  },
  lines: () => {
    console.log('first\n  second\r\nthird\n');
    console.error(new Error('with a stack'));
  },
  order: ({ count }) => {
    for (let number = 0; number < count; number += 1) console.log(`line ${number}`);
  },
  raw: () => {
    process.stdout.write('one\ntwo\n\nthree');
    process.stderr.write(' and\nfour\n');
  },
  flood: async ({ megabytes }) => {
    const thousand = `${'x'.repeat(1_000)}\n`.repeat(1_000);
    for (let count = 0; count < megabytes; count += 1) {
      await new Promise((written) => process.stdout.write(thousand, written));
    }
  },
  long: ({ length }) => console.log('y'.repeat(length)),
};

exports.handler = async (event) => {
  await actions[event.action](event);
};
