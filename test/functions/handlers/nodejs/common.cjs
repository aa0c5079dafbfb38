'use strict';
const { basename } = require('node:path');

exports.handler = async () => ({ file: basename(__filename), require: typeof require });
