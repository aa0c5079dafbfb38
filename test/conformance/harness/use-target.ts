import { afterAll, beforeAll } from 'vitest';
import { createLamboxTarget } from './lambox-target.ts';
import type { DeployedFunction, FunctionSpecification, Target } from './target.ts';

/** One target for a test file, opened before its first test and disposed after its last. */
export interface TestTarget {
  /** The function lives to the end of the file, or until it is disposed. */
  deploy(specification: FunctionSpecification): Promise<DeployedFunction>;
}

export function useTarget(): TestTarget {
  let opened: Target | null = null;
  beforeAll(async () => {
    opened = await createLamboxTarget();
  });
  afterAll(async () => {
    await opened?.[Symbol.asyncDispose]();
  });
  return {
    async deploy(specification) {
      if (opened === null) throw new Error('deploy in a test or in beforeAll');
      return opened.deploy(specification);
    },
  };
}
