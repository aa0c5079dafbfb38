'use strict';

const began = Date.now();
while (Date.now() - began < 300);
console.log('module code');

exports.handler = async () => {
  console.log('handler');
};
