import { cpSync } from 'node:fs';
import { expect, it } from 'vitest';
import { functionDirectory } from '../support/function-directory.ts';
import { pythonFunction } from '../support/python-function.ts';
import { hostHasPip, installWheels } from '../support/python-wheels.ts';
import { TemporaryDirectory } from '../support/temporary-directory.ts';
import { useSandbox } from '../support/test-sandbox.ts';
import { describeRuntimes, runtimesMadeHere } from '../support/tested-runtimes.ts';

const { LAMBOX_TEST_RUNTIMES } = process.env;
const sandbox = useSandbox();

describeRuntimes('takes wheels', runtimesMadeHere('python'), (runtime) => {
  const answerTo = async (action: string, ...packages: readonly string[]) => {
    using code = new TemporaryDirectory();
    cpSync(functionDirectory('wheels', 'python'), code.path, { recursive: true });
    await installWheels(code.path, packages, runtime);
    const options = { ...pythonFunction('wheels', runtime), code: code.path };
    await using tested = await sandbox.create('wheels', options);
    const { payload, functionError } = await tested.invoke({ action });
    expect(functionError, JSON.stringify(payload)).toBeNull();
    return payload;
  };

  it.skipIf(!hostHasPip)('with native code, in the code of the function', async () => {
    expect(await answerTo('compiled', 'msgpack==1.1.2')).toEqual({
      folder: '/var/task/msgpack',
      hex: '81a76772c3b6c39f659301cb4004000000000000c0',
    });
  });

  // Some 100 MB of files: with scripts/test --all.
  const isLeftOut = runtime.version !== '3.13' || LAMBOX_TEST_RUNTIMES !== 'all';
  it.skipIf(!hostHasPip || isLeftOut)('as large as pandas with numpy', async () => {
    expect(await answerTo('table', 'pandas==3.1.1', 'numpy==2.5.5')).toEqual({ a: 4, b: 2 });
  });
});
