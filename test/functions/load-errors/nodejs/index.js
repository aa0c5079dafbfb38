'use strict';
exports.handler = async () => 'never reached by a wrong handler string';
exports.text = 'not a function';
