import { defineConfig } from 'vitest/config';

const project = (name: string, options: { timeoutMs?: number; parallel?: boolean } = {}) => ({
  test: {
    name,
    include: [`test/${name}/**/*.test.ts`],
    testTimeout: options.timeoutMs ?? 10_000,
    hookTimeout: options.timeoutMs ?? 10_000,
    fileParallelism: options.parallel ?? true,
  },
});

export default defineConfig({
  test: {
    projects: [
      project('unit'),
      project('house'),
      project('contract', { timeoutMs: 120_000, parallel: false }),
      project('integration', { timeoutMs: 120_000, parallel: false }),
    ],
  },
});
