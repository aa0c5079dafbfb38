import process from 'node:process';
import { expect, test } from 'vitest';
import { hostArchitecture } from '../../../src/package/host-architecture.ts';

test("is Lambda's word for this machine's, where an image can run its programs", () => {
  const words: Record<string, string> = { x64: 'x86_64', arm64: 'arm64' };
  const expected = process.platform === 'linux' ? words[process.arch] : undefined;
  expect(hostArchitecture()).toBe(expected ?? null);
});
