'use strict';

exports.async = async (event) => ({ style: 'async', event });
exports.promise = (event) => new Promise((resolve) => setTimeout(resolve, 5, { style: 'promise', event }));
exports.sync = (event) => ({ style: 'sync', event });
exports.nothing = async () => {};
exports.callback = (event, context, callback) => callback(null, event);
exports.nested = { deeply: { handler: async () => 'nested' } };
