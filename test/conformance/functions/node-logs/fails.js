'use strict';

console.log('module code');
throw new RangeError('module code fails');
