import { beforeAll, expect, it } from 'vitest';
import type { ResolvedImage } from '../../src/package/deployed-package.ts';
import { useImageScripts } from '../support/image-script.ts';
import { describeRuntimes, runtimesMadeHere } from '../support/tested-runtimes.ts';

const scripts = useImageScripts();
const { run } = scripts;

describeRuntimes('is as the contract has it', runtimesMadeHere(), (runtime) => {
  let image: ResolvedImage;
  beforeAll(async () => {
    image = await scripts.image(runtime);
  }, 1_800_000);

  it('has the variables, directory and entry point of contract §11.2', () => {
    expect(image).toMatchObject({
      entryPoint: ['/lambda-entrypoint.sh'],
      command: [],
      workingDirectory: '/var/task',
      volumes: [],
    });
    expect(image.environmentVariables).toEqual({
      LANG: 'en_US.UTF-8',
      TZ: ':/etc/localtime',
      PATH: '/var/lang/bin:/usr/local/bin:/usr/bin/:/bin:/opt/bin',
      LD_LIBRARY_PATH:
        '/var/lang/lib:/lib64:/usr/lib64:/var/runtime:/var/runtime/lib:/var/task:' +
        '/var/task/lib:/opt/lib',
      LAMBDA_TASK_ROOT: '/var/task',
      LAMBDA_RUNTIME_DIR: '/var/runtime',
    });
  });

  it('has an entry point that takes one handler (contract §11.3)', async () => {
    expect(await run(image, '/lambda-entrypoint.sh')).toBe(
      'entrypoint requires the handler name to be the first argument\n(142)',
    );
    expect(await run(image, '/lambda-entrypoint.sh a.b c')).toContain('(142)');
    expect(await run(image, '/lambda-entrypoint.sh a.b')).toMatch(
      /nothing serves the Runtime API.*lambox run.*\(1\)$/s,
    );
  });

  it('looks like Lambda to a function', async () => {
    expect(await run(image, 'whoami; readlink -f /bin/sh; locale charmap; date +%Z')).toBe(
      'sbx_user1051\n/usr/bin/bash\nUTF-8\nUTC\n(0)',
    );
    expect(await run(image, 'stat -c "%a %U" /var/task /opt /var/runtime /var/lang /tmp')).toBe(
      `${'755 root\n'.repeat(4)}1777 root\n(0)`,
    );
    expect(await run(image, 'head -c 27 /etc/pki/tls/certs/ca-bundle.crt')).toBe(
      '-----BEGIN CERTIFICATE-----(0)',
    );
    const bringsItsOwn = runtime.family === 'provided';
    expect(await run(image, 'test -x /var/runtime/bootstrap')).toBe(bringsItsOwn ? '(1)' : '(0)');
  });

  it("is root's, and lets Lambda's user read all that is in it", async () => {
    const closed = '! -readable -o -type d ! -executable -o ! -user root -o -writable ! -type l';
    expect(await run(image, `find /opt /var/lang /var/runtime /var/task ${closed}`)).toBe('(0)');
  });

  it("keeps nothing of the host's: no certificates, no registry", async () => {
    // Debian's own and nothing else.
    const foreign =
      'cat /usr/share/ca-certificates/mozilla/*.crt | grep -c BEGIN; ' +
      'grep -c BEGIN /etc/ssl/certs/ca-certificates.crt; ls /usr/local/share/ca-certificates';
    const [shipped, trusted, rest] = (await run(image, foreign)).split('\n');
    expect(trusted).toBe(shipped);
    expect(rest).toBe('(0)');
    expect(
      await run(image, 'ls -a / /root /build 2>&1 | grep -i npmrc; npm config ls'),
    ).not.toMatch(/npmrc|registry =|cafile =/);
  });
});

describeRuntimes(
  'is for functions that bring their own program',
  runtimesMadeHere('provided'),
  (runtime) => {
    it('has curl and bash for them, and nothing of the installation', async () => {
      const image = await scripts.image(runtime);
      const version = 'curl --version | grep -o ^curl; bash --version | grep -o "^GNU bash"';
      expect(await run(image, version)).toBe('curl\nGNU bash\n(0)');
      const left = 'find /var/lib/apt/lists /var/cache/apt /etc/dpkg -name "*_*" -o -name build-*';
      expect(await run(image, left, '0:0')).toBe('(0)');
    });
  },
);

describeRuntimes('has a bootstrap of Node.js', runtimesMadeHere('nodejs'), (runtime) => {
  const script = (variables: string): string =>
    `env -i LAMBDA_TASK_ROOT=/var/task ${variables} /var/runtime/bootstrap 2>&1`;
  const wrapper = (body: string): string => `echo '${body}' >/tmp/wrapper; chmod +x /tmp/wrapper; `;
  let image: ResolvedImage;
  beforeAll(async () => {
    image = await scripts.image(runtime);
  }, 1_800_000);

  it('hands a wrapper the command, with the memory flags of the function', async () => {
    const variables = 'AWS_LAMBDA_EXEC_WRAPPER=/tmp/wrapper AWS_LAMBDA_FUNCTION_MEMORY_SIZE=128';
    const output = await run(
      image,
      wrapper('#!/bin/sh\necho "$@"; echo $NODE_PATH $PWD $SHLVL') + script(variables),
    );

    expect(output.split('\n')).toEqual([
      '/var/lang/bin/node --require /var/runtime/node-path.cjs --expose-gc ' +
        '--max-http-header-size 81920 --max-semi-space-size=6 --max-old-space-size=116 ' +
        '/var/runtime/index.mjs',
      `/opt/nodejs/node${runtime.version}/node_modules:/opt/nodejs/node_modules:` +
        '/var/runtime/node_modules:/var/runtime:/var/task /var/task 1',
      '(0)',
    ]);
  });

  it('says what is wrong with a wrapper', async () => {
    const missing = script('AWS_LAMBDA_EXEC_WRAPPER=/opt/none');
    expect(await run(image, missing)).toBe('/opt/none: does not exist\n(127)');
    const plain = `touch /tmp/plain; ${script('AWS_LAMBDA_EXEC_WRAPPER=/tmp/plain')}`;
    expect(await run(image, plain)).toBe('/tmp/plain: is not an executable\n(126)');
  });

  it('finds packages for import where NODE_PATH leads, and reports its own place', async () => {
    const node =
      'NODE_PATH=/var/runtime/node_modules node --require /var/runtime/node-path.cjs ' +
      '--input-type=module -e ';
    const find = 'import { S3Client } from "@aws-sdk/client-s3"; console.log(S3Client.name)';
    expect(await run(image, `${node} '${find}'`)).toBe('S3Client\n(0)');
    const miss = `${node} 'await import("none").catch((e) => console.log(e.code, e.message))'`;
    expect(await run(image, miss)).toMatch(/^ERR_MODULE_NOT_FOUND Cannot find package 'none'/);
  });
});
