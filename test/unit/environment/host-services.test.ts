import { describe, expect, it } from 'vitest';
import { resolveHostServices } from '../../../src/environment/host-services.ts';

describe('resolveHostServices', () => {
  it('has those that are given, each once, in their order', () => {
    expect(resolveHostServices([], {})).toEqual([]);
    expect(resolveHostServices([8000, 1, 65_535, 8000], {})).toEqual([8000, 1, 65_535]);
  });

  it.each([
    ['AWS_ENDPOINT_URL', 'http://localhost:4566', [4566]],
    ['AWS_ENDPOINT_URL_S3', 'http://127.0.0.1:9000/x', [9000]],
    ['AWS_ENDPOINT_URL_DYNAMODB', 'http://[::1]:8000', [8000]],
    ['AWS_ENDPOINT_URL', 'http://localhost', [80]],
    ['AWS_ENDPOINT_URL', 'https://localhost/', [443]],
    ['AWS_ENDPOINT_URL', 'http://host.docker.internal:4566', []],
    ['AWS_ENDPOINT_URL', 'https://s3.eu-west-1.amazonaws.com', []],
    ['AWS_ENDPOINT_URL', 'localhost:4566', []],
    ['AWS_ENDPOINT_URLS', 'http://localhost:4566', []],
    ['TABLE_URL', 'http://localhost:4566', []],
  ])('%s=%s', (name, value, ports) => {
    expect(resolveHostServices([], { [name]: value })).toEqual(ports);
  });

  it('puts what a variable names behind what is given', () => {
    const variables = { AWS_ENDPOINT_URL: 'http://localhost:4566', AWS_ENDPOINT_URL_S3: '' };
    expect(resolveHostServices([5432, 4566], variables)).toEqual([5432, 4566]);
    expect(resolveHostServices([5432], variables)).toEqual([5432, 4566]);
  });

  it.each([
    [9001, /^host service 9001: port 9001 is the Runtime API's/],
    [0, /^host service 0 is no port: expected 1 to 65,535$/],
    [65_536, /^host service 65536 is no port/],
    [1.5, /^host service 1.5 is no port/],
    [Number.NaN, /^host service NaN is no port/],
  ])('refuses %d', (port, message) => {
    expect(() => resolveHostServices([port], {})).toThrow(message);
  });

  it('refuses a variable by its name', () => {
    const variables = { AWS_ENDPOINT_URL_S3: 'http://localhost:9001' };
    expect(() => resolveHostServices([], variables)).toThrow(
      /^AWS_ENDPOINT_URL_S3=http:\/\/localhost:9001: port 9001 is the Runtime API's/,
    );
  });

  it('refuses more than 32', () => {
    const ports = Array.from({ length: 33 }, (_, index) => 5000 + index);
    expect(resolveHostServices(ports.slice(1), {})).toHaveLength(32);
    expect(() => resolveHostServices(ports, {})).toThrow('33 host services, at most 32');
  });
});
