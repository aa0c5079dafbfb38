import { writeSync } from 'node:fs';

process.on('SIGTERM', () => {
  writeSync(1, 'SIGTERM\n');
  process.exit(0);
});

export const handler = async () => 'ready';
