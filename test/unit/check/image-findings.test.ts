import { describe, expect, it } from 'vitest';
import { type CheckedImage, imageFindings } from '../../../src/check/image-findings.ts';

const image: CheckedImage = {
  reference: 'app:1',
  sizeBytes: 1_000,
  architecture: 'x86_64',
  volumes: [],
  healthCheck: [],
};
const find = (members: Partial<CheckedImage>) =>
  imageFindings({ ...image, ...members }, 'x86_64').map(({ id, what }) => `${id} ${what}`);

describe('imageFindings', () => {
  it('finds nothing in an image without fault', () => {
    expect(find({ sizeBytes: 10_737_418_240, volumes: ['/tmp', '/tmp/cache'] })).toEqual([]);
  });

  it.each([
    [{ sizeBytes: 10_737_418_241 }, ['size app:1']],
    [{ architecture: 'arm64' }, ['architecture app:1']],
    [
      { volumes: ['/data', '/tmp', '/tmpfiles'] },
      ['volume VOLUME /data', 'volume VOLUME /tmpfiles'],
    ],
    [{ healthCheck: ['CMD', 'curl', '-f', 'x'] }, ['healthCheck HEALTHCHECK curl -f x']],
  ] as const)('%j', (members, expected) => {
    expect(find(members)).toEqual(expected);
  });

  it('says why and what to do', () => {
    for (const { why, remedy } of imageFindings({ ...image, volumes: ['/data'] }, 'arm64')) {
      expect(why).toMatch(/^will fail on Lambda because /);
      expect(remedy).toMatch(/\.$/);
    }
    const [{ why = '', remedy = '' } = {}] = imageFindings(image, 'arm64');
    expect(`${why} ${remedy}`).toMatch(/for x86_64, .* for arm64: .*--platform linux\/arm64/);
  });
});
