import { posix } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseZipPath } from '../../../src/package/zip-path.ts';

describe('the path of an entry', () => {
  it.each([
    ['index.js', 'index.js', false],
    ['lib/', 'lib', true],
    ['./a//b/./c.js', 'a/b/c.js', false],
    ['./', '', true],
    ['.', '', true],
    ['a/..b', 'a/..b', false],
    ['...', '...', false],
    ['☃ ü', '☃ ü', false],
    ['a/.', 'a', true],
    ['a.', 'a.', false],
  ])('%j is %j', (name, path, isFolder) => {
    expect(parseZipPath(name)).toEqual({ path, isFolder, fault: null });
  });

  it.each([
    ['', 'it has no name'],
    ['/etc/passwd', 'its path is absolute'],
    ['C:/a', 'its path is absolute'],
    ['C:\\a', 'its path is absolute'],
    ['..', 'its path leads upwards by ..'],
    ['../a', 'its path leads upwards by ..'],
    ['a/../../b', 'its path leads upwards by ..'],
    ['a/..', 'its path leads upwards by ..'],
    ['lib\\a.js', 'its path has backslashes; folders are separated by /'],
    ['a\0.js', 'its name has a NUL'],
    ['\ufffd', 'its name is not UTF-8'],
    ['ü'.repeat(128), 'its name is longer than the 255 bytes that Linux allows'],
    ['a/'.repeat(2_100), 'its name is longer than the 255 bytes that Linux allows'],
  ])('%j is refused', (name, fault) => {
    expect(parseZipPath(name)).toEqual({ fault });
  });

  it('never leads out of the code, whatever the name', () => {
    const part = fc.oneof(
      fc.constantFrom('..', '.', '', '/', '\\', '..\\', 'C:', '\0', '...', ' ', '~'),
      fc.string({ unit: 'binary' }),
    );
    const name = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(part, { maxLength: 8 }).map((parts) => parts.join('/')),
    );
    fc.assert(
      fc.property(name, (text) => {
        const place = parseZipPath(text);
        if (place.fault !== null) return;
        const landing = posix.resolve('/root/code', place.path);
        expect(landing === '/root/code' || landing.startsWith('/root/code/')).toBe(true);
        expect(posix.relative('/root/code', landing)).toBe(place.path);
      }),
      { numRuns: 300 },
    );
  });
});
