import { describe, expect, it } from 'vitest';
import { toPullError } from '../../../../src/engine/docker/image-pull.ts';
import { LamboxError } from '../../../../src/errors.ts';

describe('toPullError', () => {
  it.each([
    'manifest for x/y:1 not found: manifest unknown: manifest unknown',
    'pull access denied for x, repository does not exist or may require docker login: denied',
    'unauthorized: authentication required',
    'repository docker.io/x/y not found: does not exist or no pull access',
  ])('takes “%s” for an image that cannot be had', (words) => {
    expect(toPullError(new Error(words), 'x/y:1')).toMatchObject({
      code: 'ImageNotFound',
      message: `Image x/y:1 cannot be pulled: ${words}.`,
    });
  });

  it.each([
    'Get "https://r/v2/": dial tcp: lookup r on 10.0.0.1:53: no such host',
    'Get "https://r/v2/": dial tcp 127.0.0.1:1: connect: connection refused',
    'Get "https://r/v2/": request canceled (Client.Timeout exceeded)',
    'Get "https://r/v2/": x509: certificate signed by unknown authority',
    'Get "https://r/v2/": EOF',
    'dial tcp 1.2.3.4:443: i/o timeout',
    'The container engine at unix:///x gave no answer to pullImage within 5 s.',
  ])('takes “%s” for a registry that cannot be reached', (words) => {
    expect(toPullError(new Error(words), 'r/x:1')).toMatchObject({
      code: 'EngineFailed',
      evidence: { registryUnreachable: true },
    });
  });

  it('takes everything else for a failure of the engine', () => {
    expect(toPullError(new Error('toomanyrequests: slow down'), 'x:1')).toMatchObject({
      code: 'EngineFailed',
      evidence: { registryUnreachable: false },
    });
  });

  it('leaves an engine that is gone and a bad reference as they are', () => {
    for (const code of ['EngineUnreachable', 'InvalidOption'] as const) {
      const own = new LamboxError(code, 'denied, timeout');
      expect(toPullError(own, 'x:1')).toBe(own);
    }
  });
});
