'use strict';
process.exit(0);
