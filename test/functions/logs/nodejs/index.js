'use strict';

const actions = {
  levels: () => {
    for (const level of ['trace', 'debug', 'info', 'log', 'warn', 'error', 'fatal']) {
      console[level](`by ${level}`);
    }
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
  long: ({ length }) => console.log('y'.repeat(length)),
};

exports.handler = async (event) => {
  actions[event.action](event);
};
