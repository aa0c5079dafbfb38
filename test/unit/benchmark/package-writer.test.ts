import { existsSync, mkdirSync, readFileSync, readlinkSync, statSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import {
  writeDockerfile,
  writeImagePackage,
  writeLayerPackage,
  writeZipPackage,
} from '../../../src/benchmark/package-writer.ts';
import { zipSource } from '../../../src/package/zip-source.ts';
import { TemporaryDirectory } from '../../support/temporary-directory.ts';

function written(files: Readonly<Record<string, string>>): TemporaryDirectory {
  const folder = new TemporaryDirectory();
  onTestFinished(() => folder[Symbol.dispose]());
  folder.write(files);
  return folder;
}

const node = { 'app/index.mjs': 'code', 'app/node_modules/a/index.js': 'a' };

test('a zip has every file by its path, and links as links', async () => {
  const folder = written(node);
  symlinkSync('index.mjs', folder.join('app', 'link.mjs'));
  await writeZipPackage(folder.join('app'), folder.join('app.zip'));
  const out = folder.join('out');
  mkdirSync(out);
  await (await zipSource(folder.join('app.zip'))).writeTo(out);
  expect(readFileSync(path.join(out, 'node_modules/a/index.js'), 'utf8')).toBe('a');
  expect(readlinkSync(path.join(out, 'link.mjs'))).toBe('index.mjs');
});

test('node_modules becomes a layer, the code is left without', async () => {
  const folder = written(node);
  const { code, layer } = await writeLayerPackage(folder.join('app'), folder.join('out'));
  expect(existsSync(path.join(code, 'index.mjs'))).toBe(true);
  expect(existsSync(path.join(code, 'node_modules'))).toBe(false);
  const file = path.join(layer, 'nodejs/node_modules/a/index.js');
  expect(readFileSync(file, 'utf8')).toBe('a');
});

test('what pip has installed becomes a layer, by its records', async () => {
  const folder = written({
    'app/main.py': 'code',
    'app/six.py': 'six',
    'app/lib/__init__.py': '',
    'app/six-1.dist-info/RECORD': 'six.py,sha256=x,1\n../../bin/six,,\n',
    'app/lib-1.dist-info/RECORD': 'lib/__init__.py,,\nlib-1.dist-info/RECORD,,\n',
  });
  const { code, layer } = await writeLayerPackage(folder.join('app'), folder.join('out'));
  expect(existsSync(path.join(code, 'main.py'))).toBe(true);
  expect(existsSync(path.join(code, 'six.py'))).toBe(false);
  for (const name of ['six.py', 'lib/__init__.py', 'six-1.dist-info/RECORD']) {
    expect(existsSync(path.join(layer, 'python', name))).toBe(true);
  }
});

test('nothing for a layer is said', async () => {
  const folder = written({ 'app/index.mjs': 'code' });
  const layer = writeLayerPackage(folder.join('app'), folder.join('out'));
  await expect(layer).rejects.toThrow('has nothing to put into a layer');
});

test('a build context has the code readable, anew each time', async () => {
  const folder = written({ 'app/lib/a.js': 'a', 'out/code/old.js': 'old' });
  symlinkSync('lib/a.js', folder.join('app', 'link.js'));
  await writeImagePackage(folder.join('app'), folder.join('out'));
  await writeDockerfile(folder.join('out'), { image: 'i:1', handler: 'index.handler' });
  expect(existsSync(folder.join('out', 'code', 'old.js'))).toBe(false);
  expect(readlinkSync(folder.join('out', 'code', 'link.js'))).toBe('lib/a.js');
  expect(statSync(folder.join('out', 'code', 'lib', 'a.js')).mode & 0o444).toBe(0o444);
  expect(readFileSync(folder.join('out', 'Dockerfile'), 'utf8')).toBe(
    'FROM i:1\nCOPY code/ /var/task/\nCMD ["index.handler"]\n',
  );
});
