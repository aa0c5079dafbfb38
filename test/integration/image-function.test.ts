import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readConfiguration } from '../../src/configuration.ts';
import type { ContainerEngine } from '../../src/engine/container-engine.ts';
import { findEngine } from '../../src/engine/find-engine.ts';
import { functionDirectory } from '../support/function-directory.ts';
import { platformError } from '../support/platform-error.ts';
import { checkedFunction, useSandbox } from '../support/test-sandbox.ts';

const tests = useSandbox();
const images = {
  'base-style': `lambox-test/base-style:${process.pid}`,
  'own-entry-point': `lambox-test/own-entry-point:${process.pid}`,
} as const;
let engine: ContainerEngine;

beforeAll(async () => {
  engine = await findEngine(readConfiguration().engine);
  // The image that they are built from comes with the first function, where it is not there yet.
  await using plain = await tests.create('echo');
  const { reference: base } = plain.lambda.package.image;
  for (const [target, reference] of Object.entries(images)) {
    await engine.buildImage(functionDirectory('image'), {
      reference,
      dockerfile: 'Dockerfile',
      target,
      arguments: { BASE_IMAGE: base },
    });
  }
});

afterAll(async () => {
  for (const reference of Object.values(images)) await engine.removeImage(reference);
  await engine.close();
});

describe.each([
  ['base-style', '/var/task'],
  ['own-entry-point', '/var'],
] as const)('an image of the shape %s', (shape, cwd) => {
  it('runs with its own command, variables and working directory', async () => {
    const lambda = await tests.sandbox.createFunction({ code: images[shape], memorySizeMb: 1769 });
    await using tested = checkedFunction(lambda);
    const first = await tested.invoke({ a: 'ü' });
    const second = await tested.invoke({ a: 'ü' });
    expect(first.payload).toEqual({
      event: { a: 'ü' },
      cwd,
      handler: 'index.handler',
      greeting: 'hello',
      execution: 'AWS_Lambda_Image',
    });
    expect(second.payload).toEqual(first.payload);
    expect([first.startKind, second.startKind]).toEqual(['cold', 'warm']);
    expect(lambda.configuration).toMatchObject({ packageType: 'Image', runtime: null });
    expect(lambda.package.codeDirectory).toBeNull();
  });

  it('takes another command and another value of its variables', async () => {
    const lambda = await tests.sandbox.createFunction({
      code: images[shape],
      memorySizeMb: 1769,
      imageConfig: { command: ['index.other'] },
      variables: { GREETING: 'good evening' },
    });
    await using tested = checkedFunction(lambda);
    expect((await tested.invoke()).payload).toBe('other');
  });
});

it('an image whose entry point does not exist says what could not be started', async () => {
  const lambda = await tests.sandbox.createFunction({
    code: images['own-entry-point'],
    memorySizeMb: 1769,
    imageConfig: { entryPoint: ['/nowhere'] },
  });
  await using tested = checkedFunction(lambda);
  const result = await tested.invoke();
  expect(result.payload).toEqual(
    platformError(
      result,
      'Runtime.InvalidEntrypoint',
      'fork/exec /nowhere: no such file or directory',
    ),
  );
});
