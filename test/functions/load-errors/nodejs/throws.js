'use strict';
throw new RangeError('module code fails');
