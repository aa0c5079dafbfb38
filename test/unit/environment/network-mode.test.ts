import { expect, it } from 'vitest';
import { checkNetworkMode } from '../../../src/environment/network-mode.ts';

it.each(['bridge', 'none', 'my_net-1.x'])('takes %s', (name) => {
  expect(() => checkNetworkMode(name)).not.toThrow();
});

it.each(['host', 'container:abc', '', 'a b', '-x'])('refuses %j', (name) => {
  expect(() => checkNetworkMode(name)).toThrow(`network ${JSON.stringify(name)} is not bridge`);
});
