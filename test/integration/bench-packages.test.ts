import { expect, onTestFinished, test, vi } from 'vitest';
import { BenchPackages } from '../../src/cli/bench/packages.ts';
import { readConfiguration } from '../../src/configuration.ts';
import { findEngine } from '../../src/engine/find-engine.ts';
import { TemporaryDirectory } from '../support/temporary-directory.ts';
import { useSandbox } from '../support/test-sandbox.ts';

const tests = useSandbox();

const files = {
  'app/index.js': "exports.handler = async () => [require('dep'), require.resolve('dep')];\n",
  'app/node_modules/dep/index.js': "module.exports = 'found';\n",
};

test('the same code runs from each packaging, its module where that has it', async () => {
  using folder = new TemporaryDirectory();
  folder.write(files);
  const configuration = { ...readConfiguration(), cacheDirectory: folder.join('cache') };
  const kinds = ['directory', 'zip', 'image', 'layer'] as const;
  await using packages = new BenchPackages({ package: kinds }, { configuration });
  const options = { code: folder.join('app'), memorySizeMb: 1769, timeoutSeconds: 60 };
  const functions = await packages.of([{ name: 'app', options }]);
  expect(functions.map(({ name }) => name)).toEqual(kinds.map((kind) => `app as ${kind}`));
  await packages.prepare(tests.sandbox);
  const answers: unknown[] = [];
  for (const { options: own } of functions) {
    await using lambda = await tests.sandbox.createFunction(own);
    const { configuration: of, package: code } = lambda;
    if (of.packageType === 'Image') onTestFinished(() => removeImage(code.image.reference));
    answers.push([of.packageType, of.functionName, (await lambda.invoke({})).payload]);
  }
  const beside = ['found', '/var/task/node_modules/dep/index.js'];
  expect(answers).toEqual([
    ['Zip', 'app', beside],
    ['Zip', 'app', beside],
    ['Image', 'app', beside],
    ['Zip', 'app', ['found', '/opt/nodejs/node_modules/dep/index.js']],
  ]);
});

async function removeImage(reference: string): Promise<void> {
  const engine = await findEngine(readConfiguration().engine);
  try {
    // The engine may still be removing its container.
    await vi.waitFor(() => engine.removeImage(reference), { timeout: 60_000, interval: 500 });
  } finally {
    await engine.close();
  }
}
