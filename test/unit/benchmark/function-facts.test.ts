import { expect, test } from 'vitest';
import { functionFacts } from '../../../src/benchmark/function-facts.ts';
import { createScriptedFunction } from '../../support/scripted-function.ts';

const { configuration, package: code } = createScriptedFunction();
const withImage = (members: Partial<typeof code.image>) => ({
  ...code,
  image: { ...code.image, id: 'sha256:0123456789abcdef', ...members },
});

test('runtime, image and the client in it', () => {
  const labels = { 'dev.lambox.runtime-client': 'aws-lambda-ric@4.0.2' };
  expect(functionFacts({ configuration, package: withImage({ labels }) })).toBe(
    'nodejs24.x on lambox/nodejs:24 (0123456789ab), aws-lambda-ric@4.0.2',
  );
});

test('an image of the user tells neither', () => {
  const own = { configuration: { ...configuration, runtime: null }, package: withImage({}) };
  expect(functionFacts(own)).toBe('image lambox/nodejs:24 (0123456789ab)');
});
