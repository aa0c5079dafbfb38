import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { readConfiguration } from '../../src/configuration.ts';
import { LamboxError } from '../../src/errors.ts';

const platform = { homeDirectory: '/home/ada', temporaryDirectory: '/var/tmp/long', uid: 1000 };
const read = (environment: Record<string, string>) => readConfiguration(environment, platform);

it('is complete where nothing is set', () => {
  const { callerVariable, lockFile, ...rest } = read({});
  expect(callerVariable('NAME')).toBeUndefined();
  expect(lockFile).toBe(path.resolve('lambox.lock.json'));
  expect(rest).toEqual({
    region: 'us-east-1',
    regionIsGiven: false,
    engine: {
      dockerHost: null,
      dockerContext: null,
      dockerConfigDirectory: null,
      dockerCertPath: null,
      dockerTlsVerify: false,
      homeDirectory: '/home/ada',
      runtimeDirectory: null,
      uid: 1000,
    },
    channel: 'auto',
    files: 'auto',
    ephemeralStorage: 'auto',
    cacheDirectory: '/home/ada/.cache/lambox',
    codeStoreBytesMax: 10 * 1024 ** 3,
    runtimeDirectory: '/tmp/lambox-1000',
    logLevel: 'warn',
    registryMirror: null,
    certificateFiles: [],
    python: {
      versionFolders: ['/home/ada/.pyenv/versions', '/home/ada/.local/share/uv/python'],
      programFolders: [],
    },
    java: {
      homes: [],
      homeFolders: ['/usr/lib/jvm', '/home/ada/.sdkman/candidates/java', '/home/ada/.jdks'],
    },
    ruby: {
      versionFolders: [
        '/home/ada/.rbenv/versions',
        '/home/ada/.local/share/mise/installs/ruby',
        '/home/ada/.asdf/installs/ruby',
        '/home/ada/.rvm/rubies',
        '/home/ada/.rubies',
        '/opt/rubies',
      ],
      programFolders: [],
    },
    dotnet: { roots: ['/usr/share/dotnet', '/usr/lib/dotnet', '/home/ada/.dotnet'] },
    noColor: false,
    timeoutSeconds: null,
    memorySizeMb: null,
  });
});

it('takes what is set', () => {
  const configuration = read({
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '512',
    AWS_LAMBDA_FUNCTION_TIMEOUT: '30',
    AWS_REGION: 'eu-west-1',
    ASDF_DATA_DIR: '/asdf',
    DOCKER_CERT_PATH: '/certs',
    DOCKER_CONFIG: '/docker',
    DOCKER_CONTEXT: 'desktop',
    DOCKER_HOST: 'tcp://10.0.0.1:2376',
    DOCKER_TLS_VERIFY: '1',
    DOTNET_ROOT: '/dotnet',
    JAVA_HOME: '/java',
    LAMBOX_CHANNEL: 'attach',
    LAMBOX_LOG: 'debug',
    LAMBOX_REGISTRY_MIRROR: 'mirror.example:5000/lambda',
    LAMBOX_TMP: 'tmpfs',
    MISE_DATA_DIR: '/mise',
    NO_COLOR: '1',
    NODE_EXTRA_CA_CERTS: '/ca/extra.pem',
    PATH: '/usr/local/bin:bin:/usr/bin',
    PYENV_ROOT: '/pyenv',
    RBENV_ROOT: '/rbenv',
    SDKMAN_DIR: '/sdkman',
    SSL_CERT_FILE: '/ca/all.pem',
    XDG_CACHE_HOME: '/cache',
    XDG_DATA_HOME: '/data',
    XDG_RUNTIME_DIR: '/run/user/1000',
  });
  expect(configuration).toMatchObject({
    region: 'eu-west-1',
    regionIsGiven: true,
    engine: {
      dockerHost: 'tcp://10.0.0.1:2376',
      dockerContext: 'desktop',
      dockerConfigDirectory: '/docker',
      dockerCertPath: '/certs',
      dockerTlsVerify: true,
      runtimeDirectory: '/run/user/1000',
    },
    channel: 'attach',
    ephemeralStorage: 'tmpfs',
    cacheDirectory: '/cache/lambox',
    runtimeDirectory: '/run/user/1000/lambox',
    logLevel: 'debug',
    registryMirror: 'mirror.example:5000/lambda',
    certificateFiles: ['/ca/all.pem', '/ca/extra.pem'],
    python: {
      versionFolders: ['/pyenv/versions', '/data/uv/python'],
      programFolders: ['/usr/local/bin', '/usr/bin'],
    },
    java: {
      homes: ['/java'],
      homeFolders: ['/usr/lib/jvm', '/sdkman/candidates/java', '/home/ada/.jdks'],
    },
    ruby: {
      versionFolders: expect.arrayContaining([
        '/rbenv/versions',
        '/mise/installs/ruby',
        '/asdf/installs/ruby',
      ]),
      programFolders: ['/usr/local/bin', '/usr/bin'],
    },
    dotnet: { roots: expect.arrayContaining(['/dotnet']) },
    noColor: true,
    timeoutSeconds: 30,
    memorySizeMb: 512,
  });
  expect(configuration.callerVariable('DOCKER_CONTEXT')).toBe('desktop');
});

describe('precedence and absence', () => {
  it('puts AWS_REGION before AWS_DEFAULT_REGION', () => {
    expect(read({ AWS_DEFAULT_REGION: 'eu-west-1' }).region).toBe('eu-west-1');
    const both = { AWS_DEFAULT_REGION: 'eu-west-1', AWS_REGION: 'eu-west-2' };
    expect(read(both).region).toBe('eu-west-2');
  });

  it('counts empty variables and relative XDG folders as absent', () => {
    const empty = { AWS_REGION: '', DOCKER_HOST: '', LAMBOX_CHANNEL: '', NO_COLOR: '' };
    const configuration = read({ ...empty, XDG_CACHE_HOME: 'cache', XDG_RUNTIME_DIR: 'run' });
    expect(configuration).toMatchObject({
      region: 'us-east-1',
      regionIsGiven: false,
      channel: 'auto',
      noColor: false,
      cacheDirectory: '/home/ada/.cache/lambox',
      runtimeDirectory: '/tmp/lambox-1000',
    });
    expect(configuration.engine.dockerHost).toBeNull();
  });

  it('names one certificate file once', () => {
    const environment = { SSL_CERT_FILE: '/ca.pem', NODE_EXTRA_CA_CERTS: '/ca.pem' };
    expect(read(environment).certificateFiles).toEqual(['/ca.pem']);
  });

  it('uses the temporary folder where there are no user ids', () => {
    const windows = { ...platform, uid: null };
    expect(readConfiguration({}, windows).runtimeDirectory).toBe('/var/tmp/long/lambox');
  });

  it('reads the process and the machine when nothing is given', () => {
    expect(readConfiguration().engine.uid).toBe(process.getuid?.() ?? null);
  });
});

it.each([
  ['AWS_REGION', 'mars', 'a region such as us-east-1'],
  ['LAMBOX_CHANNEL', 'pipe', 'one of socket, attach, auto'],
  ['LAMBOX_TMP', 'disk', 'one of auto, tmpfs'],
  ['LAMBOX_LOG', 'loud', 'one of trace, debug, info, warn, error, fatal, silent'],
  ['LAMBOX_REGISTRY_MIRROR', 'https://mirror.example', 'host[:port][/path] without a scheme'],
  ['AWS_LAMBDA_FUNCTION_TIMEOUT', '3s', 'a whole number'],
  ['AWS_LAMBDA_FUNCTION_MEMORY_SIZE', '-1', 'a whole number'],
])('refuses %s=%s by name', (name, value, expectation) => {
  const attempt = () => read({ [name]: value });
  expect(attempt).toThrow(LamboxError);
  expect(attempt).toThrow(
    `the environment variable ${name} is "${value}", expected ${expectation}`,
  );
});

it.each([
  ['1000', 1_000],
  ['64k', 65_536],
  ['500m', 524_288_000],
  ['2GB', 2_147_483_648],
])('LAMBOX_STORE_LIMIT=%s', (text, bytes) => {
  expect(read({ LAMBOX_STORE_LIMIT: text }).codeStoreBytesMax).toBe(bytes);
});

it.each(['much', '-1', '1t', '1.5g'])('LAMBOX_STORE_LIMIT=%s is refused', (text) => {
  expect(() => read({ LAMBOX_STORE_LIMIT: text })).toThrow(
    /LAMBOX_STORE_LIMIT.*such as 500m or 10g/,
  );
});
