import { readdirSync, readFileSync, symlinkSync } from 'node:fs';
import process from 'node:process';
import { describe, expect, it } from 'vitest';
import { copyPython, findPython } from '../../../src/package/python-prefix.ts';
import { TemporaryDirectory } from '../../support/temporary-directory.ts';

const architecture = process.arch === 'arm64' ? 'arm64' : 'x86_64';

/** Prefixes that have the files by which one is known. */
function withPrefixes(...prefixes: readonly string[]): TemporaryDirectory {
  const directory = new TemporaryDirectory();
  for (const prefix of prefixes) {
    directory.write({
      [`${prefix}/bin/python3.12`]: 'program',
      [`${prefix}/lib/python3.12/os.py`]: '',
    });
  }
  return directory;
}

describe('a CPython of the host', () => {
  it('is the newest of its version', async () => {
    using found = withPrefixes('pyenv/3.12.9', 'pyenv/3.12.10', 'pyenv/3.13.1', 'pyenv/3.12.x');
    const surroundings = { versionFolders: [found.join('pyenv')], programFolders: [] };
    const prefix = await findPython('3.12', architecture, surroundings);
    expect(prefix).toBe(found.join('pyenv/3.12.10'));
  });

  it("is also uv's, of the C library that Debian has", async () => {
    const [musl, gnu] = ['cpython-3.12.9-linux-x86_64-musl', 'cpython-3.12.7-linux-x86_64-gnu'];
    using found = withPrefixes(`uv/${musl}`, `uv/${gnu}`);
    const versionFolders = ['/no/such/folder', found.join('uv')];
    const surroundings = { versionFolders, programFolders: [] };
    expect(await findPython('3.12', architecture, surroundings)).toBe(found.join(`uv/${gnu}`));
  });

  it('is behind a link on the PATH, and no script of that name', async () => {
    using found = withPrefixes('usr');
    found.write({ 'shims/python3.12': '#!/bin/sh', 'bin/other': '' });
    symlinkSync(found.join('usr/bin/python3.12'), found.join('bin/python3.12'));
    const programFolders = [found.join('shims'), found.join('bin')];
    const prefix = await findPython('3.12', architecture, { versionFolders: [], programFolders });
    expect(prefix).toBe(found.join('usr'));
  });

  it('is missed with the places and what to do', async () => {
    using found = withPrefixes('pyenv/3.13.1');
    const surroundings = { versionFolders: [found.join('pyenv')], programFolders: [] };
    await expect(findPython('3.12', architecture, surroundings)).rejects.toMatchObject({
      code: 'ImageBuildFailed',
      message: expect.stringContaining(
        `on this host, and Debian 13 has none: looked in ${found.path}`,
      ),
      remedy: expect.stringContaining('pyenv install 3.12'),
      // Lists would be printed below the paragraph, which has named the folders.
      evidence: expect.not.objectContaining({ versionFolders: expect.any(Array) }),
    });
  });

  it('is none of another architecture', async () => {
    using found = withPrefixes('pyenv/3.12.9');
    const surroundings = { versionFolders: [found.join('pyenv')], programFolders: [] };
    const other = architecture === 'arm64' ? 'x86_64' : 'arm64';
    await expect(findPython('3.12', other, surroundings)).rejects.toThrow(`Linux on ${other}`);
  });
});

it('is copied without what was installed into it, and without its place', async () => {
  using host = withPrefixes('3.12.9');
  using copy = new TemporaryDirectory();
  const prefix = host.join('3.12.9');
  host.write({
    '3.12.9/bin/pip3.12': '',
    '3.12.9/lib/libpython3.12.so.1.0': 'library',
    '3.12.9/lib/libpython3.11.so.1.0': '',
    '3.12.9/lib/python3.12/json/__init__.py': '',
    '3.12.9/lib/python3.12/json/__pycache__/__init__.pyc': '',
    '3.12.9/lib/python3.12/site-packages/private.py': '',
    '3.12.9/lib/python3.12/config-3.12/Makefile': '',
    '3.12.9/lib/python3.12/_sysconfigdata_x.py': `{'prefix': '${prefix}'}`,
  });
  symlinkSync('libpython3.12.so.1.0', host.join('3.12.9/lib/libpython3.12.so'));

  await copyPython(prefix, '3.12', copy.path);

  const files = readdirSync(copy.path, { recursive: true, withFileTypes: true });
  const names = files.filter((file) => !file.isDirectory()).map((file) => file.name);
  expect(names.sort()).toEqual([
    '__init__.py',
    '_sysconfigdata_x.py',
    'libpython3.12.so',
    'libpython3.12.so.1.0',
    'os.py',
    'python3.12',
  ]);
  const settings = readFileSync(copy.join('lib/python3.12/_sysconfigdata_x.py'), 'utf8');
  expect(settings).toBe("{'prefix': '/var/lang'}");
});
