import { describe, expect, it } from 'vitest';
import { initialization } from '../../../src/environment/initialization.ts';
import { functionVersion } from '../../support/function-version.ts';

const clock = { monotonicMs: () => 0, epochMs: () => Date.UTC(2026, 10, 24) };
const environmentId = 'ab'.repeat(16);

describe('initialization', () => {
  it('starts a runtime by its bootstrap, with nothing of the image in its variables', () => {
    const told = initialization(functionVersion(), environmentId, clock);
    expect(told).toMatchObject({
      command: [],
      bootstraps: ['/var/runtime/bootstrap'],
      workingDirectory: '/var/task',
      uid: 993,
      gid: 990,
      logDescriptor: true,
      function: { name: 'hello', version: '$LATEST', handler: 'index.handler' },
    });
    expect(told.variables).toMatchObject({
      _HANDLER: 'index.handler',
      AWS_LAMBDA_LOG_STREAM_NAME: `2026/11/24/[$LATEST]${environmentId}`,
    });
    expect(told.variables).not.toHaveProperty('FROM_IMAGE');
  });

  it('starts an image by its entry point and command, with its variables', () => {
    const version = functionVersion({ packageType: 'Image' });
    const told = initialization(version, environmentId, clock);
    expect(told).toMatchObject({
      command: ['/lambda-entrypoint.sh', 'app.handler'],
      workingDirectory: '/var/task',
      function: { handler: 'app.handler' },
    });
    expect(told.variables).toMatchObject({ FROM_IMAGE: 'yes', PATH: '/image/bin' });
  });

  it('lets ImageConfig replace each of them alone', () => {
    const replaced = (imageConfig: object) => {
      const config = { entryPoint: null, command: null, workingDirectory: null, ...imageConfig };
      const version = functionVersion({ packageType: 'Image', imageConfig: config });
      return initialization(version, environmentId, clock);
    };
    expect(replaced({ command: ['b.h'] }).command).toEqual(['/lambda-entrypoint.sh', 'b.h']);
    expect(replaced({ entryPoint: ['/x'] }).command).toEqual(['/x', 'app.handler']);
    expect(replaced({ workingDirectory: '/y' }).workingDirectory).toBe('/y');
  });

  it('looks for a bootstrap in an image that says nothing, and works in its root', () => {
    const silent = { entryPoint: [], command: [], workingDirectory: '' };
    const version = functionVersion({ packageType: 'Image' }, silent);
    const told = initialization(version, environmentId, clock);
    expect(told).toMatchObject({ command: [], workingDirectory: '/' });
    expect(told.bootstraps[0]).toBe('/var/task/bootstrap');
  });
});
