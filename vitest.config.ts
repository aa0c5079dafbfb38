import { defineConfig } from 'vitest/config';

interface ProjectOptions {
  readonly timeoutMs?: number;
  readonly parallel?: boolean;
  readonly setupFiles?: string[];
  readonly retry?: number;
  /** Where tests lie beside their sources. */
  readonly besides?: string[];
}

/** An emulated machine is many times slower: see `scripts/test-vm`. */
const { LAMBOX_TEST_TIMEOUT_SCALE = '1', CI } = process.env;
const timeoutScale = Number(LAMBOX_TEST_TIMEOUT_SCALE);

/**
 * In CI what runs in containers is tried once more, and the end of the log lists it: see
 * `docs/decisions/0005-one-second-try-in-ci.md`. At a desk the first failure counts.
 */
const containerRetry = CI ? 1 : 0;

const project = (name: string, options: ProjectOptions = {}) => ({
  test: {
    name,
    include: [`test/${name}/**/*.test.ts`, ...(options.besides ?? [])],
    testTimeout: (options.timeoutMs ?? 10_000) * timeoutScale,
    hookTimeout: (options.timeoutMs ?? 10_000) * timeoutScale,
    fileParallelism: options.parallel ?? true,
    setupFiles: options.setupFiles ?? [],
    retry: options.retry ?? 0,
  },
});

export default defineConfig({
  test: {
    projects: [
      // Far from what any of them takes: a busy machine is no failure.
      project('unit', { timeoutMs: 60_000, besides: ['benchmarks/**/*.test.ts'] }),
      project('house', { timeoutMs: 60_000 }),
      project('contract', { timeoutMs: 180_000, parallel: false, retry: containerRetry }),
      project('integration', {
        timeoutMs: 180_000,
        parallel: false,
        retry: containerRetry,
        setupFiles: ['test/support/leftovers-check.ts'],
      }),
      project('conformance', {
        timeoutMs: 180_000,
        parallel: false,
        retry: containerRetry,
        setupFiles: ['test/support/leftovers-check.ts'],
      }),
      // The pages that we write, in a real browser.
      project('browser', { timeoutMs: 120_000, parallel: false }),
      // Bounds of time: on a quiet machine alone, by name; no suite runs it.
      project('cost', { timeoutMs: 300_000, parallel: false }),
    ],
  },
});
