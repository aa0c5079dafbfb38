import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  writeFileSync,
} from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { zipSource } from '../../../src/package/zip-source.ts';
import { TemporaryDirectory } from '../../support/temporary-directory.ts';
import { writeZip, type ZipPart } from '../../support/zip-writer.ts';

const refusal = 'Could not unzip uploaded file. Please check your file, then try to upload again.';
const link = 0o120777;

// The real file system; one test says what another system does.
vi.mock('node:fs', async (original) => {
  const real = await original<typeof import('node:fs')>();
  return { ...real, mkdirSync: vi.fn(real.mkdirSync) };
});

/** A zip file and the folder it is unzipped into. */
async function unzip(content: Buffer | readonly ZipPart[]) {
  const directory = new TemporaryDirectory();
  const file = directory.join('function.zip');
  writeFileSync(file, Buffer.isBuffer(content) ? content : writeZip(content));
  mkdirSync(directory.join('code'));
  const unzipped = zipSource(file).then((source) => source.writeTo(directory.join('code')));
  const join = (name: string): string => directory.join('code', name);
  const modeOf = (name: string): string => (lstatSync(join(name)).mode & 0o7777).toString(8);
  const read = (name: string): string => readFileSync(join(name), 'utf8');
  return Object.assign(directory, { file, unzipped, inCode: join, modeOf, read });
}

async function expectRefusal(content: Buffer | readonly ZipPart[], reason: string | RegExp) {
  using target = await unzip(content);
  const error: unknown = await target.unzipped.catch((failure: unknown) => failure);
  expect(error).toMatchObject({ code: 'InvalidCode', remedy: expect.stringContaining('zip -r') });
  const { message } = error as Error;
  const start = `${refusal} ${JSON.stringify(target.file)}: `;
  expect(message.slice(0, start.length)).toBe(start);
  if (typeof reason === 'string') expect(message.slice(start.length)).toBe(reason);
  else expect(message.slice(start.length)).toMatch(reason);
}

const refusedEntry = (name: string, reason: string) =>
  `the entry ${JSON.stringify(name)} cannot be deployed: ${reason}`;

describe('unzipping', () => {
  it('keeps content, modes and links; folders without an entry are 0755', async () => {
    using target = await unzip([
      { name: 'index.mjs', content: 'x'.repeat(100_000), mode: 0o100600 },
      { name: 'bin/tool', content: '#!/bin/sh', mode: 0o104755, stored: true },
      { name: 'closed/', mode: 0o040500 },
      { name: 'closed/ü b', content: 'b', mode: 0o100444 },
      { name: 'bin/link', content: '../index.mjs', mode: link },
      { name: 'opt', content: '/opt/nodejs', mode: link },
    ]);
    expect(await target.unzipped).toEqual({
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      sizeBytes: 100_010,
    });
    expect(target.read('index.mjs')).toBe('x'.repeat(100_000));
    expect(target.read('closed/ü b')).toBe('b');
    const names = ['index.mjs', 'bin', 'bin/tool', 'closed', 'closed/ü b'];
    expect(names.map(target.modeOf)).toEqual(['600', '755', '755', '500', '444']);
    expect(readlinkSync(target.inCode('bin/link'))).toBe('../index.mjs');
    expect(readlinkSync(target.inCode('opt'))).toBe('/opt/nodejs');
  });

  it('reads what was made without modes as 0644 and 0755', async () => {
    using target = await unzip([
      { name: 'dos.js', content: '1', system: 0, mode: 0o100777 },
      { name: 'silent.js', content: '2', mode: 0 },
      { name: 'lib/', system: 0 },
    ]);
    await target.unzipped;
    expect(['dos.js', 'silent.js', 'lib'].map(target.modeOf)).toEqual(['644', '644', '755']);
  });

  it('keeps names that differ in capitals, and of the same name the last', async () => {
    using target = await unzip([
      { name: 'A.js', content: 'large' },
      { name: 'a.js', content: 'first' },
      { name: './a.js', content: 'second' },
    ]);
    expect(await target.unzipped).toMatchObject({ sizeBytes: 11 });
    expect([target.read('A.js'), target.read('a.js')]).toEqual(['large', 'second']);
  });

  it('says so where the file system does not tell capitals apart', async () => {
    using target = await unzip([{ name: 'Lib/a.js' }, { name: 'lib/b.js' }]);
    vi.mocked(mkdirSync).mockImplementationOnce(() => {
      throw Object.assign(new Error('EEXIST'), { code: 'EEXIST', path: target.inCode('Lib') });
    });
    await expect(target.unzipped).rejects.toMatchObject({
      code: 'InvalidCode',
      message: expect.stringContaining('differs from it in capitals alone'),
    });
  });

  it('gives back what any entries held', async () => {
    const name = fc.stringMatching(/^[a-c]{1,2}(\/[a-c]{1,2}){0,2}$/);
    const content = fc.uint8Array({ maxLength: 2_000 }).map((bytes) => Buffer.from(bytes));
    const part = fc.record({
      name: name.map((text) => `${text}.x`),
      content,
      stored: fc.boolean(),
    });
    const parts = fc.uniqueArray(part, { selector: (one) => one.name, minLength: 1 });
    await fc.assert(
      fc.asyncProperty(parts, async (entries) => {
        using target = await unzip(entries);
        await target.unzipped;
        for (const entry of entries) {
          expect(readFileSync(target.inCode(entry.name))).toEqual(entry.content);
        }
      }),
      { numRuns: 50 },
    );
  });
});

describe('a zip file that is refused', () => {
  it.each([
    ['no zip file', Buffer.from('hello'), /^it is no zip file \(/],
    ['an empty file', Buffer.alloc(0), /^it is no zip file \(/],
    ['one of nothing', [], 'Uploaded file must be a non-empty zip'],
    ['one of the root alone', [{ name: './' }], 'Uploaded file must be a non-empty zip'],
    ['one cut off', writeZip([{ name: 'a', content: 'a' }]).subarray(40), /damaged/],
  ])('%s', async (_, content, reason) => {
    await expectRefusal(content, reason);
  });

  it.each<[string, ZipPart, string]>([
    ['upwards', { name: '../a' }, 'its path leads upwards by ..'],
    ['absolute', { name: '/etc/a' }, 'its path is absolute'],
    ['not UTF-8', { name: Buffer.from([0x61, 0xff]) }, 'its name is not UTF-8'],
    ['backslashes', { name: 'a\\b' }, 'its path has backslashes; folders are separated by /'],
    ['a device', { name: 'null', mode: 0o020666 }, 'it is a device, a pipe or a socket'],
    ['encrypted', { name: 'a', encrypted: true, content: '123' }, 'it is encrypted'],
    [
      'of another method',
      { name: 'a', method: 12 },
      'it is compressed by method 12; Lambda takes stored (0) and deflated (8) ones',
    ],
    ['a link to nothing', { name: 'l', mode: link }, 'it is a symbolic link to what is no path'],
    [
      'a link to more than a path',
      { name: 'l', mode: link, content: 'x'.repeat(4_096) },
      'it is a symbolic link with a target longer than a path',
    ],
    [
      'of a wrong checksum',
      { name: 'a', content: 'abc', checksum: 1 },
      'its content does not match its checksum',
    ],
  ])('an entry: %s', async (_, part, reason) => {
    const name = Buffer.isBuffer(part.name) ? 'a\ufffd' : part.name;
    await expectRefusal([{ name: 'index.js', content: '1' }, part], refusedEntry(name, reason));
  });

  it.each(['a/b', 'a/b/c'])('never writes through a link: %s', async (name) => {
    using outside = new TemporaryDirectory();
    const parts = [
      { name: 'a', content: outside.path, mode: link },
      { name, content: 'hostile' },
    ];
    await expectRefusal(parts, refusedEntry(name, '"a" is a symbolic link and no folder'));
    await expectRefusal([...parts].reverse(), /"a" is a symbolic link and no folder$/);
    expect(readdirSync(outside.path)).toEqual([]);
  });

  it('has a file where another entry needs a folder', async () => {
    const parts = [{ name: 'a/b' }, { name: 'a' }];
    await expectRefusal(parts, refusedEntry('a/b', '"a" is a file and no folder'));
  });

  it.each([1_000, 10_000_000])('ends a bomb that claims %d bytes there', async (sizeBytes) => {
    const content = Buffer.alloc(13_000_000);
    using target = await unzip([{ name: 'bomb', content, sizeBytes }]);
    await expect(target.unzipped).rejects.toMatchObject({
      message: expect.stringMatching(/"bomb" cannot be deployed: it is damaged \(too many bytes/),
    });
    expect(lstatSync(target.inCode('bomb')).size).toBeLessThanOrEqual(sizeBytes);
  });

  it('is larger than 262,144,000 bytes by its own words, before a byte is written', async () => {
    const parts = [
      { name: 'large.bin', sizeBytes: 262_144_000 },
      { name: 'a', content: '1' },
    ];
    using target = await unzip(parts);
    await expect(target.unzipped).rejects.toMatchObject({
      code: 'InvalidCode',
      message: expect.stringMatching(
        /^Unzipped size must be smaller than 262144000 bytes; .* 262144001$/,
      ),
      remedy: expect.stringContaining('large.bin (262144000 bytes)'),
    });
    expect(existsSync(target.inCode('a'))).toBe(false);
  });

  it('is not there', async () => {
    await expect(zipSource('./nowhere.zip')).rejects.toMatchObject({
      code: 'InvalidCode',
      message: 'the file "./nowhere.zip" does not exist',
    });
  });
});
