import { existsSync, writeFileSync } from 'node:fs';

// Fails the first time it is loaded in an environment.
if (!existsSync('/tmp/loaded')) {
  writeFileSync('/tmp/loaded', '');
  throw new Error('not yet');
}
export const handler = async () => 'the second try';
