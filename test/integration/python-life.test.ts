import { cpSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { FunctionOptions } from '../../src/function-options.ts';
import { functionDirectory } from '../support/function-directory.ts';
import { platformNotes } from '../support/function-lines.ts';
import { platformError } from '../support/platform-error.ts';
import { pythonFunction } from '../support/python-function.ts';
import { TemporaryDirectory } from '../support/temporary-directory.ts';
import { useSandbox } from '../support/test-sandbox.ts';
import { describeRuntimes, runtimesMadeHere } from '../support/tested-runtimes.ts';

const sandbox = useSandbox();
/** With the extension, a script in Python: its program is the image's own. */
let layer: TemporaryDirectory;

beforeAll(() => {
  layer = new TemporaryDirectory();
  const folder = functionDirectory('extensions', 'python');
  cpSync(folder, layer.join('extensions'), { recursive: true });
});

afterAll(() => layer?.[Symbol.dispose]());

describeRuntimes('lives as Lambda has it', runtimesMadeHere('python'), (runtime) => {
  const create = (options: Partial<FunctionOptions>) =>
    sandbox.create('journal', { ...pythonFunction('journal', runtime), ...options });

  it.concurrent('an extension in Python gets events; both are told of a timeout', async () => {
    await using tested = await create({ layers: [layer.path], timeoutSeconds: 6 });
    const first = await tested.invoke({});
    expect(platformNotes(first)).toEqual([
      'EXTENSION\tName: python\tState: Ready\tEvents: [INVOKE, SHUTDOWN]',
    ]);
    expect(first.payload).toEqual(expect.arrayContaining(['python started', 'runtime started']));
    const late = await tested.invoke({ seconds: 60 });
    expect(late.payload).toEqual(
      platformError(late, 'Sandbox.Timedout', 'Task timed out after 6.00 seconds'),
    );
    const after = await tested.invoke({});
    expect([after.startKind, after.startReason]).toEqual(['reset', 'afterTimeout']);
    const journal = after.payload as readonly string[];
    const events = journal.filter((entry) => entry.startsWith('python INVOKE '));
    expect(events.slice(0, 2)).toEqual([
      `python INVOKE ${first.requestId}`,
      `python INVOKE ${late.requestId}`,
    ]);
    expect(journal).toEqual(expect.arrayContaining(['python SHUTDOWN timeout']));
    expect(journal.filter((entry) => entry === 'runtime SIGTERM')).toHaveLength(1);
    expect(journal.filter((entry) => entry === 'runtime started')).toHaveLength(2);
  });

  it.concurrent('an init of more than 10 s is repeated with the function timeout', async () => {
    const code = functionDirectory('load-errors', 'python');
    await using tested = await create({ code, handler: 'hangs.handler', timeoutSeconds: 1 });
    const result = await tested.invoke();
    expect(result.payload).toEqual(
      platformError(result, 'Sandbox.Timedout', 'Task timed out after 1.00 seconds'),
    );
    expect(platformNotes(result)).toEqual([
      'INIT_REPORT Init Duration: 10000.00 ms\tPhase: init\tStatus: timeout',
      'INIT_REPORT Init Duration: 1000.00 ms\tPhase: invoke\tStatus: timeout',
    ]);
  });
});
