import { describe, expect, it } from 'vitest';
import { engineStatus, toEngineError } from '../../../../src/engine/docker/engine-error.ts';
import { LamboxError } from '../../../../src/errors.ts';

const url = 'unix:///var/run/docker.sock';

describe('toEngineError', () => {
  it.each([
    ['ENOENT', /there is no such socket/, /Start Docker/],
    ['ECONNREFUSED', /nothing listens there/, /Start Docker/],
    ['EACCES', /permission was denied/, /sudo usermod -aG docker \$USER/],
    ['ENOTFOUND', /host name is unknown/, /Start Docker/],
    ['ECONNRESET', /the connection broke/, /Start Docker/],
  ])('makes %s an engine that cannot be reached', (code, message, remedy) => {
    const cause = Object.assign(new Error(`connect ${code}`), { code });
    const error = toEngineError(cause, 'ping', url);
    expect(error).toMatchObject({
      code: 'EngineUnreachable',
      message: expect.stringMatching(message),
      remedy: expect.stringMatching(remedy),
      evidence: { address: url, verb: 'ping', errno: code },
      cause,
    });
  });

  it('quotes the engine, without the library’s prefix', () => {
    const cause = engineAnswer(500, 'driver failed programming external connectivity.');
    const error = toEngineError(cause, 'startContainer', url);
    expect(error).toMatchObject({
      code: 'EngineFailed',
      message:
        'The container engine failed startContainer: ' +
        'driver failed programming external connectivity.',
      remedy: null,
    });
    expect(engineStatus(error)).toBe(500);
  });

  it('quotes it also where the library read a stream', () => {
    const cause = Object.assign(new Error('(HTTP code 500) server error - no luck '), {
      statusCode: 500,
      json: null,
    });
    expect(toEngineError(cause, 'pullImage', url).message).toBe(
      'The container engine failed pullImage: no luck.',
    );
  });

  it('tells a missing image from other things that are missing', () => {
    const image = engineAnswer(404, 'No such image: x:latest');
    expect(toEngineError(image, 'createContainer', url).code).toBe('ImageNotFound');
    const container = engineAnswer(404, 'No such container: x');
    expect(toEngineError(container, 'startContainer', url).code).toBe('EngineFailed');
  });

  it.each([400, 500])('makes a name the engine cannot read the caller’s (%i)', (status) => {
    const words = 'no such image: UPPER:1: invalid reference format: must be lowercase';
    expect(toEngineError(engineAnswer(status, words), 'inspectImage', url)).toMatchObject({
      code: 'InvalidOption',
      message: `The engine says: ${words}.`,
      remedy: expect.stringContaining('in lower case'),
    });
  });

  it('makes a network that is not there the caller’s to put right', () => {
    const cause = engineAnswer(404, 'network nonet not found');
    expect(toEngineError(cause, 'startContainer', url)).toMatchObject({
      code: 'InvalidOption',
      message: 'The engine says: network nonet not found.',
      remedy: expect.stringContaining('docker network create'),
    });
  });

  it.each([
    "error while mounting volume '/var/lib/docker/volumes/v/_data': failed to mount local volume",
    'failed to mount local volume: mount /dev/loop7:/var/lib/x, flags: 0x6: no such device',
    'error mounting volume v for container c: operation not permitted',
  ])('tells a volume that cannot be mounted: %s', (words) => {
    expect(toEngineError(engineAnswer(500, words), 'startContainer', url)).toMatchObject({
      code: 'MountFailed',
      message: `The container engine failed startContainer: ${words}.`,
    });
  });

  it.each([
    'error mounting "/shim" to rootfs at "/var/lambox/shim": not a directory',
    'get v: no such volume',
  ])('does not take every mount for one: %s', (words) => {
    const error = toEngineError(engineAnswer(500, words), 'startContainer', url);
    expect(error.code).toBe('EngineFailed');
  });

  it('advises on a full disk', () => {
    const cause = engineAnswer(500, 'mkdir /var/lib/docker/overlay2/x: no space left on device');
    const error = toEngineError(cause, 'createContainer', url);
    expect(error.remedy).toContain('docker system df');
  });

  it('leaves our own errors as they are', () => {
    const own = new LamboxError('InvalidOption', 'x');
    expect(toEngineError(own, 'ping', url)).toBe(own);
    expect(engineStatus(own)).toBeNull();
    expect(engineStatus(new Error('x'))).toBeNull();
  });
});

/** As docker-modem reports an answer. */
function engineAnswer(statusCode: number, message: string): Error {
  return Object.assign(new Error(`(HTTP code ${statusCode}) unexpected - ${message} `), {
    statusCode,
    json: { message },
  });
}
