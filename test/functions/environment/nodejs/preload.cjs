'use strict';
process.env.PRELOADED = __filename;
