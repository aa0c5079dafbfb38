import { existsSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { type Probed, probedOptions } from '../../../../src/benchmark/imports/import-probe.ts';
import { resolveFunctionConfiguration } from '../../../../src/lambda/resolve-function-configuration.ts';
import { createScriptedFunction } from '../../../support/scripted-function.ts';

function probed(runtime: string | null, imageVariables: Record<string, string> = {}): Probed {
  const { package: deployed } = createScriptedFunction();
  const image = { ...deployed.image, environmentVariables: imageVariables };
  const configuration = resolveFunctionConfiguration({
    functionName: 'f',
    packageType: runtime === null ? 'Image' : 'Zip',
    ...(runtime !== null && { runtime, handler: 'index.handler' }),
  });
  return { configuration, package: { ...deployed, image } };
}

test('Node.js gets a variable that is the whole probe, beside its own options', () => {
  const options = { code: '.', variables: { NODE_OPTIONS: '--no-warnings', A: '1' } };
  const { variables, layers } = probedOptions(options, probed('nodejs24.x'));
  const { NODE_OPTIONS: given } = variables ?? {};
  expect(given).toMatch(/^--no-warnings --import=data:text\/javascript,\S+$/);
  expect(variables).toMatchObject({ A: '1' });
  expect(variables).not.toHaveProperty('PYTHONPROFILEIMPORTTIME');
  expect(layers).toBeUndefined();
  // What is left of 4,096 bytes for the function's own.
  expect(given?.length).toBeLessThan(2_700);
});

test('Python gets a variable and, below its own layers, one that is there', () => {
  const options = { code: '.', layers: ['./a'], loggingConfig: { logFormat: 'JSON' } as const };
  const { variables, layers, loggingConfig } = probedOptions(options, probed('python3.13'));
  expect(variables).toEqual({ PYTHONPROFILEIMPORTTIME: '1' });
  expect(layers).toEqual([expect.any(String), './a']);
  expect(existsSync(path.join(layers?.[0] ?? '', 'python', 'lambox_import_probe.pth'))).toBe(true);
  // The probe's lines are looked for in a log of text.
  expect(loggingConfig).toBeUndefined();
  const five = ['1', '2', '3', '4', '5'];
  const full = probedOptions({ code: '.', layers: five }, probed('python3.13'));
  expect(full.layers).toEqual(five);
});

test('an image may be either, has no layers, and its own options stay', () => {
  const image = probed(null, { NODE_OPTIONS: '--enable-source-maps' });
  const { variables, layers } = probedOptions({ code: 'image:latest' }, image);
  const { NODE_OPTIONS: given } = variables ?? {};
  expect(given).toMatch(/^--enable-source-maps --import=/);
  expect(variables).toHaveProperty('PYTHONPROFILEIMPORTTIME', '1');
  expect(layers).toBeUndefined();
});

test('another runtime, and variables without room, are refused by name', () => {
  expect(() => probedOptions({ code: '.' }, probed('provided.al2023'))).toThrow(
    '--imports does not know the modules of provided.al2023',
  );
  const variables = { LONG: 'x'.repeat(3_000) };
  expect(() => probedOptions({ code: '.', variables }, probed('nodejs24.x'))).toThrow(
    /^--imports needs \d+ of the 4096 bytes .* its own have 3011$/,
  );
});
