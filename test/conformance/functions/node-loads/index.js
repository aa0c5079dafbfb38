'use strict';

exports.handler = async () => 'fine';
exports.text = 'no function';
