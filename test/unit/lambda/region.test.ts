import { expect, it } from 'vitest';
import { regionPartition, regionPattern } from '../../../src/lambda/region.ts';

it.each([
  ['us-east-1', 'aws'],
  ['ap-southeast-4', 'aws'],
  ['cn-north-1', 'aws-cn'],
  ['us-gov-west-1', 'aws-us-gov'],
  ['us-iso-east-1', 'aws-iso'],
  ['us-isob-east-1', 'aws-iso-b'],
  ['eusc-de-east-1', 'aws-eusc'],
])('%s is a region of %s', (region, partition) => {
  expect(region).toMatch(regionPattern);
  expect(regionPartition(region)).toBe(partition);
});

it.each(['', 'us-east', 'US-EAST-1', 'us-east-12', 'us_east_1', ' us-east-1'])(
  '%j is none',
  (text) => {
    expect(text).not.toMatch(regionPattern);
  },
);
