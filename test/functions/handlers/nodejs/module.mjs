import { basename } from 'node:path';

const greeting = await Promise.resolve('top-level await');

export const handler = async () => ({
  greeting,
  file: basename(import.meta.url),
  require: typeof require,
});
