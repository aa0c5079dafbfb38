import { expect, it } from 'vitest';
import { chooseWays } from '../../../src/environment/engine-ways.ts';
import { createFakeEngine } from '../../support/fake-engine.ts';

it.each([
  ['auto', 'auto', true, { seesFiles: true, channel: 'socket' }],
  ['auto', 'auto', false, { seesFiles: false, channel: 'attach' }],
  ['volume', 'auto', true, { seesFiles: false, channel: 'attach' }],
  ['mount', 'auto', false, { seesFiles: true, channel: 'socket' }],
  ['auto', 'attach', true, { seesFiles: true, channel: 'attach' }],
  ['volume', 'socket', true, { seesFiles: false, channel: 'socket' }],
] as const)(
  'files %s, channel %s, an engine that is local: %s',
  async (files, channel, local, is) => {
    const engine = createFakeEngine({ guest: async () => 0, description: { local } });
    expect(chooseWays({ files, channel }, await engine.describe())).toEqual(is);
  },
);
