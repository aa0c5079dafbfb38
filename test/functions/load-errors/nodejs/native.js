'use strict';
require('./foreign.node');
exports.handler = async () => 1;
