import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readConfiguration } from '../../src/configuration.ts';
import type { ContainerEngine } from '../../src/engine/container-engine.ts';
import { findEngine } from '../../src/engine/find-engine.ts';
import { environmentLabel, ownerLabel } from '../../src/environment/labels.ts';
import type { FunctionOptions } from '../../src/function-options.ts';
import { currentOwner, formatOwner } from '../../src/owner.ts';
import { platformError } from '../support/platform-error.ts';
import { provided } from '../support/provided-function.ts';
import { untilContainersAre, useSandbox } from '../support/test-sandbox.ts';

// The container goes by itself: somebody removes it, or the engine's machine ends it.
const tests = useSandbox();
let engine: ContainerEngine;

beforeAll(async () => {
  engine = await findEngine(readConfiguration().engine);
});

afterAll(async () => {
  await engine.close();
});

async function killContainers(): Promise<void> {
  const labels = { [ownerLabel]: formatOwner(currentOwner()), [environmentLabel]: '' };
  for (const { id } of await engine.listContainers(labels)) await engine.killContainer(id);
}

/** Kills the container as soon as the function says the line. */
function killingAt(line: string): Partial<FunctionOptions> {
  return {
    timeoutSeconds: 60,
    onLog: ({ text }) => {
      if (text.includes(line)) void killContainers();
    },
  };
}

describe('a container that is killed', () => {
  it('while it is frozen is replaced at the next event', async () => {
    await using tested = await tests.create('echo');
    const before = await tested.invoke({ a: 1 });
    await killContainers();
    await untilContainersAre(0);
    const after = await tested.invoke({ a: 2 });
    expect(after).toMatchObject({ payload: { a: 2 }, startKind: 'cold', functionError: null });
    expect(after.environmentId).not.toBe(before.environmentId);
  });

  it('during an event ends the event, says that it was killed, and is replaced', async () => {
    await using tested = await tests.create('context', killingAt('says it has'));
    const result = await tested.invoke({ action: 'stretch' });
    expect(result.functionError).toBe('Unhandled');
    expect(result.payload).toMatchObject({ errorType: 'Sandbox.Failure' });
    expect(result.report).toMatchObject({ status: 'error', errorType: 'Sandbox.Failure' });
    expect(result.timeline.totalMs).toBeLessThan(60_000);
    const after = await tested.invoke({ action: 'remaining' });
    expect(after).toMatchObject({ startKind: 'cold', functionError: null });
  });

  it('during init ends the event, too', async () => {
    const options = { ...killingAt('module code hangs'), handler: 'hangs.handler' };
    await using tested = await tests.create('load-errors', options);
    const result = await tested.invoke();
    expect(result.functionError).toBe('Unhandled');
    expect(result.timeline.totalMs).toBeLessThan(60_000);
    await untilContainersAre(0);
  });
});

it('a function that spares itself has its container killed for memory, and replaced', async () => {
  // Without a CPU quota, of which 128 MB have little for so many processes.
  const options = { memorySizeMb: 128, isolation: 'fast', timeoutSeconds: 30 } as const;
  await using tested = await tests.create('life', provided('life', options));
  const { environmentId } = await tested.invoke();
  const result = await tested.invoke({ action: 'spareAndEat' });
  const text = 'Runtime exited with error: signal: killed';
  expect(result.functionError).toBe('Unhandled');
  expect(result.payload).toEqual(platformError(result, 'Runtime.OutOfMemory', text));
  expect(result.report).toMatchObject({ status: 'error', errorType: 'Runtime.OutOfMemory' });
  const next = await tested.invoke();
  expect(next).toMatchObject({ startKind: 'cold', functionError: null, payload: { count: 1 } });
  expect(next.environmentId).not.toBe(environmentId);
});
