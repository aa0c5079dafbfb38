import { lstatSync, readdirSync, readFileSync, readlinkSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createCodeStore } from '../../../src/package/code-store.ts';
import { TemporaryDirectory } from '../../support/temporary-directory.ts';
import { writeZip, type ZipPart } from '../../support/zip-writer.ts';

/** Layers of these entries, in their order, as they lie at `/opt`. */
async function put(layers: readonly (readonly ZipPart[])[]) {
  const directory = new TemporaryDirectory();
  const paths = layers.map((parts, index) => {
    const path = directory.join(`${index}.zip`);
    writeFileSync(path, writeZip(parts));
    return path;
  });
  const stored = await createCodeStore(directory.join('cache')).putLayers(paths);
  const join = (name: string): string => `${stored.directory}/${name}`;
  const read = (name: string): string => readFileSync(join(name), 'utf8');
  return Object.assign(directory, { stored, join, read });
}

const file = (name: string, content: string, mode = 0o100644): ZipPart => ({ name, content, mode });
const link = (name: string, target: string): ZipPart => file(name, target, 0o120777);

describe('layers in their order', () => {
  it('are united, the last one counts', async () => {
    using layers = await put([
      [file('a', '1'), file('lib/a', '1', 0o100755), file('lib/b', '1')],
      [file('lib/a', '2', 0o100600), { name: 'lib/', mode: 0o040711 }],
      [file('lib/c', '3')],
    ]);
    expect(['a', 'lib/a', 'lib/b', 'lib/c'].map(layers.read)).toEqual(['1', '2', '1', '3']);
    expect(lstatSync(layers.join('lib/a')).mode & 0o777).toBe(0o600);
    expect(lstatSync(layers.join('lib')).mode & 0o777).toBe(0o755);
    expect(layers.stored.layers.map(({ sizeBytes }) => sizeBytes)).toEqual([3, 1, 1]);
  });

  it('replace a folder by a file and a file by a folder, with all that was there', async () => {
    using layers = await put([
      [file('x/deep/a', '1'), file('x-y', '1'), file('y', '1')],
      [file('x', '2'), file('y/b', '2')],
    ]);
    expect(readdirSync(layers.join('')).sort()).toEqual(['x', 'x-y', 'y']);
    expect(['x', 'x-y', 'y/b'].map(layers.read)).toEqual(['2', '1', '2']);
  });

  it('never write through a link of an earlier one', async () => {
    using outside = new TemporaryDirectory();
    using layers = await put([
      [link('lib', outside.path), link('l', '/tmp')],
      [file('lib/a', '2')],
    ]);
    expect(layers.read('lib/a')).toBe('2');
    expect(readdirSync(outside.path)).toEqual([]);
    expect(readlinkSync(layers.join('l'))).toBe('/tmp');
  });

  it('have another place in another order', async () => {
    const [one, two] = [[file('a', '1')], [file('a', '2')]];
    using ahead = await put([one, two]);
    using behind = await put([two, one]);
    expect([ahead.read('a'), behind.read('a')]).toEqual(['2', '1']);
  });

  it('are themselves where there is one, and nothing where there is none', async () => {
    using one = await put([[file('a', '1')]]);
    expect(one.stored.directory).toBe(one.stored.layers[0]?.directory);
    using none = await put([]);
    expect(none.stored).toEqual({ directory: null, layers: [] });
  });
});
