import { cpSync } from 'node:fs';
import { expect, it } from 'vitest';
import { functionDirectory } from '../../support/function-directory.ts';
import { TemporaryDirectory } from '../../support/temporary-directory.ts';
import type { FunctionMaker } from './function-maker.ts';

/**
 * The last that a runtime hears. Scenario `shutdown`: it says `SIGTERM` when that comes.
 * @param isDeaf the client waits for events where the language handles no signals
 */
export function testShutdown(make: FunctionMaker, isDeaf = false): void {
  it('SIGTERM reaches the runtime beside an extension, and what it writes is told', async () => {
    using layer = new TemporaryDirectory();
    const extension = functionDirectory('extensions', 'shell');
    cpSync(extension, layer.join('extensions'), { recursive: true });
    expect(await saidAtTheEnd(make, [layer.path])).toEqual(isDeaf ? [] : ['SIGTERM']);
  });

  it('without an extension it hears nothing: SIGKILL at once', async () => {
    expect(await saidAtTheEnd(make, [])).toEqual([]);
  });
}

async function saidAtTheEnd(make: FunctionMaker, layers: readonly string[]) {
  const told: string[] = [];
  await using tested = await make('shutdown', { layers, onLog: ({ text }) => told.push(text) });
  expect((await tested.invoke()).payload).toBe('ready');
  const before = told.length;
  await tested[Symbol.asyncDispose]();
  return told.slice(before);
}
