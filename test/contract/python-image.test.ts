import { homedir } from 'node:os';
import { beforeAll, describe, expect, it } from 'vitest';
import type { ResolvedImage } from '../../src/package/deployed-package.ts';
import { useImageScripts } from '../support/image-script.ts';
import { describeRuntimes, runtimesMadeHere } from '../support/tested-runtimes.ts';

const scripts = useImageScripts();

describeRuntimes('has a Python as Lambda has it', runtimesMadeHere('python'), (runtime) => {
  const library = `/var/lang/lib/python${runtime.version}`;
  let image: ResolvedImage;
  const run = (script: string): Promise<string> => scripts.run(image, script);
  beforeAll(async () => {
    image = await scripts.image(runtime);
  }, 1_800_000);

  it('of its version under /var/lang, with site-packages as CPython has them', async () => {
    const program =
      'import sys, sysconfig; print(*sys.version_info[:2], sys.prefix, sys.executable); ' +
      'print(sysconfig.get_path("purelib")); print(*sys.path[1:])';
    const [version, packages, path] = (await run(`python -c '${program}'`)).split('\n');
    expect(version).toBe(`${runtime.version.replace('.', ' ')} /var/lang /var/lang/bin/python`);
    expect(packages).toBe(`${library}/site-packages`);
    const archive = `/var/lang/lib/python${runtime.version.replace('.', '')}.zip`;
    expect(path).toBe(`${archive} ${library} ${library}/lib-dynload ${library}/site-packages`);
  });

  it('with every module that has a library of its own, the SDK, the client and pip', async () => {
    const modules =
      'bz2, ctypes, curses, hashlib, lzma, readline, sqlite3, ssl, uuid, zlib, zoneinfo';
    const program =
      `import ${modules}, awslambdaric, boto3, simplejson._speedups; ` +
      'ctypes.CDLL("libc.so.6"); ssl.create_default_context(); print(boto3.__file__)';
    expect(await run(`python3 -c '${program}'`)).toBe(
      `${library}/site-packages/boto3/__init__.py\n(0)`,
    );
    expect(await run(`LD_LIBRARY_PATH= python3 -c '${program}'`)).toContain('(0)');
    expect(await run('pip --version')).toMatch(
      new RegExp(`python ${runtime.version}\\)\\n\\(0\\)$`),
    );
    const { version = '' } = runtime.runtimeClient ?? {};
    const listed = new RegExp(`^awslambdaric +${version.replaceAll('.', '\\.')}$`, 'm');
    expect(await run('pip list')).toMatch(listed);
  });

  it('compiled ahead, since a function cannot write what Python would cache', async () => {
    const program = 'import boto3, json; print(json.__spec__.cached); print(boto3.__spec__.cached)';
    const cached = `$(python3 -c '${program}')`;
    expect(await run(`test 2 = $(ls ${cached} | wc -l)`)).toBe('(0)');
  });

  it('with no compiler, and nothing of the host it came from', async () => {
    expect(await run('command -v cc gcc c++ g++ ld make')).toBe('(1)');
    expect(await run(`grep -rIl ${homedir()}/.pyenv /var/lang /var/runtime`)).toBe('(1)');
    expect(await run(`find ${library} -name pip.conf -o -name EXTERNALLY-MANAGED`)).toBe('(0)');
  });

  describe('and a bootstrap', () => {
    const script = (variables: string): string =>
      `env -i LAMBDA_TASK_ROOT=/var/task ${variables} /var/runtime/bootstrap 2>&1`;

    it('that hands a wrapper the command', async () => {
      const body = '#!/bin/sh\necho "$@"; echo $PWD $SHLVL $LC_CTYPE $PYTHONPATH.';
      const wrapper = `echo '${body}' >/tmp/wrapper; chmod +x /tmp/wrapper; `;
      expect(await run(wrapper + script('AWS_LAMBDA_EXEC_WRAPPER=/tmp/wrapper'))).toBe(
        `/var/lang/bin/python${runtime.version} /var/runtime/bootstrap.py\n` +
          '/var/task 1 C.UTF-8 .\n(0)',
      );
    });

    it('that says what is wrong with a wrapper', async () => {
      const missing = script('AWS_LAMBDA_EXEC_WRAPPER=/opt/none');
      expect(await run(missing)).toBe('/opt/none: does not exist\n(127)');
      const plain = `touch /tmp/plain; ${script('AWS_LAMBDA_EXEC_WRAPPER=/tmp/plain')}`;
      expect(await run(plain)).toBe('/tmp/plain: is not an executable\n(126)');
    });
  });
});
