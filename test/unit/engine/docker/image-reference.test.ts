import { describe, expect, it } from 'vitest';
import {
  checkImageReference,
  splitImageReference,
} from '../../../../src/engine/docker/image-reference.ts';

const digest = `sha256:${'a'.repeat(64)}`;

describe('splitImageReference', () => {
  it.each([
    ['name', 'name', 'latest'],
    ['name:1', 'name', '1'],
    ['registry:5000/group/name', 'registry:5000/group/name', 'latest'],
    ['registry:5000/group/name:1.2-x', 'registry:5000/group/name', '1.2-x'],
    [`name@${digest}`, 'name', digest],
    [`registry:5000/name:1@${digest}`, 'registry:5000/name', digest],
  ])('%s', (reference, repository, tag) => {
    expect(splitImageReference(reference)).toEqual({ repository, tag });
  });
});

describe('checkImageReference', () => {
  it.each(['', 'a b', '../x', 'x/../y', 'x?force=1', 'x#y', '-x', 'x\ny'])('refuses %j', (text) => {
    expect(() => checkImageReference(text)).toThrow(
      expect.objectContaining({ code: 'InvalidOption' }),
    );
  });

  it('takes an id', () => {
    expect(checkImageReference(digest)).toBe(digest);
  });
});
