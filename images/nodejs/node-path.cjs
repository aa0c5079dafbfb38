// Lambda's Node.js finds packages for `import` in NODE_PATH too, so that functions may import the AWS
// SDK and layers from ES modules. Node.js as published looks there for require() only.
const { dirname, join } = require('node:path');
const { pathToFileURL } = require('node:url');
const { registerHooks } = require('node:module');

const bareSpecifier = /^(?!\.{0,2}\/|[a-z][a-z0-9+.-]*:|#)/i;

// A package in `…/node_modules` is found from any file beside that folder.
const importers = (process.env.NODE_PATH ?? '')
  .split(':')
  .filter((directory) => directory.endsWith('/node_modules'))
  .map((directory) => pathToFileURL(join(dirname(directory), 'importer.mjs')).href);

function resolve(specifier, context, nextResolve) {
  try {
    return nextResolve(specifier, context);
  } catch (error) {
    if (error?.code !== 'ERR_MODULE_NOT_FOUND' || !bareSpecifier.test(specifier)) throw error;
    for (const parentURL of importers) {
      try {
        return nextResolve(specifier, { ...context, parentURL });
      } catch {
        // The caller learns what its own place of import said.
      }
    }
    throw error;
  }
}

// Node.js 20 has no hooks in the same thread; there the image has links (see the Dockerfile).
if (registerHooks !== undefined) registerHooks({ resolve });
