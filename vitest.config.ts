import { defineConfig } from 'vitest/config';

interface ProjectOptions {
  readonly timeoutMs?: number;
  readonly parallel?: boolean;
  readonly setupFiles?: string[];
  /** Where tests lie beside their sources. */
  readonly besides?: string[];
}

const project = (name: string, options: ProjectOptions = {}) => ({
  test: {
    name,
    include: [`test/${name}/**/*.test.ts`, ...(options.besides ?? [])],
    testTimeout: options.timeoutMs ?? 10_000,
    hookTimeout: options.timeoutMs ?? 10_000,
    fileParallelism: options.parallel ?? true,
    setupFiles: options.setupFiles ?? [],
  },
});

export default defineConfig({
  test: {
    projects: [
      project('unit', { besides: ['benchmarks/**/*.test.ts'] }),
      project('house'),
      project('contract', { timeoutMs: 120_000, parallel: false }),
      project('integration', {
        timeoutMs: 120_000,
        parallel: false,
        setupFiles: ['test/support/leftovers-check.ts'],
      }),
    ],
  },
});
