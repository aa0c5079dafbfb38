import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, vi } from 'vitest';
import { readConfiguration } from '../../src/configuration.ts';
import { findEngine } from '../../src/engine/find-engine.ts';
import { environmentLabel, ownerLabel } from '../../src/environment/labels.ts';
import { LamboxError } from '../../src/errors.ts';
import type { FunctionOptions } from '../../src/function-options.ts';
import type { InvocationResult } from '../../src/invocation/invocation-result.ts';
import type { InvokeOptions } from '../../src/invocation/invoke-options.ts';
import type { LambdaFunction } from '../../src/lambda-function.ts';
import { currentOwner, formatOwner } from '../../src/owner.ts';
import { createSandbox, type Sandbox } from '../../src/sandbox.ts';
import { systemClock } from '../../src/timeline/clock.ts';
import { checkInvocation } from './check-invocation.ts';
import { functionDirectory } from './function-directory.ts';

/** A function whose every invocation is held to what holds of all. */
export interface TestFunction extends AsyncDisposable {
  readonly lambda: LambdaFunction;
  invoke(event?: unknown, options?: InvokeOptions): Promise<InvocationResult>;
  /** Sends the text as it is. */
  send(event: string): Promise<InvocationResult>;
}

/**
 * One sandbox for a test file, opened before its first test and disposed after its last; what the
 * file deploys is in no cache but its own.
 */
export interface TestSandbox {
  readonly sandbox: Sandbox;
  /** A function of `test/functions/<scenario>/nodejs`; the options win. */
  create(scenario: string, options?: Partial<FunctionOptions>): Promise<TestFunction>;
}

/** Waits until the engine has so many environments' containers that this process made. */
export async function untilContainersAre(count: number): Promise<void> {
  const engine = await findEngine(readConfiguration().engine);
  const labels = { [ownerLabel]: formatOwner(currentOwner()), [environmentLabel]: '' };
  const check = async () => {
    const containers = await engine.listContainers(labels);
    if (containers.length !== count) {
      throw new LamboxError('EngineFailed', `${containers.length} containers, not ${count}`);
    }
  };
  try {
    await vi.waitFor(check, { timeout: 60_000, interval: 100 });
  } finally {
    await engine.close();
  }
}

export function useSandbox(): TestSandbox {
  let opened: Sandbox | null = null;
  let cacheDirectory: string | null = null;
  const current = (): Sandbox => {
    if (opened === null) throw new LamboxError('Disposed', 'the test sandbox is not open');
    return opened;
  };
  beforeAll(async () => {
    cacheDirectory = await mkdtemp(path.join(os.tmpdir(), 'lambox-cache-'));
    opened = await createSandbox({ configuration: { ...readConfiguration(), cacheDirectory } });
  });
  afterAll(async () => {
    await opened?.[Symbol.asyncDispose]();
    if (cacheDirectory !== null) await rm(cacheDirectory, { recursive: true, force: true });
  });
  return {
    get sandbox() {
      return current();
    },
    async create(scenario, options = {}) {
      const lambda = await current().createFunction({
        code: functionDirectory(scenario),
        runtime: 'nodejs24.x',
        handler: 'index.handler',
        functionName: scenario,
        memorySizeMb: 1769,
        // Not Lambda's 3 s: a busy machine is no failure.
        timeoutSeconds: 60,
        ...options,
      });
      return checkedFunction(lambda);
    },
  };
}

export function checkedFunction(lambda: LambdaFunction): TestFunction {
  const check = async (invoke: () => Promise<InvocationResult>): Promise<InvocationResult> => {
    const beganAtMs = systemClock.monotonicMs();
    const result = await invoke();
    checkInvocation(result, lambda.configuration, systemClock.monotonicMs() - beganAtMs);
    return result;
  };
  return {
    lambda,
    invoke: (event = {}, options = {}) => check(() => lambda.invoke(event, options)),
    send: (event) => check(() => lambda.dispatch(Buffer.from(event)).settled),
    [Symbol.asyncDispose]: () => lambda[Symbol.asyncDispose](),
  };
}
