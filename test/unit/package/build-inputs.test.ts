import { describe, expect, it, test } from 'vitest';
import {
  addWheelHashes,
  findGemSource,
  findPythonIndex,
  readCertificates,
} from '../../../src/package/build-inputs.ts';
import { TemporaryDirectory } from '../../support/temporary-directory.ts';

const certificate = (body: string): string =>
  `-----BEGIN CERTIFICATE-----\n${body}\n-----END CERTIFICATE-----\n`;

describe('the certificates of the host', () => {
  it('are put together once, without what else the files hold', async () => {
    using folder = new TemporaryDirectory();
    folder.write({
      'a.pem': `# a comment\n${certificate('AAAA')}${certificate('BBBB')}`,
      'b.pem': `${certificate('BBBB')}-----BEGIN PRIVATE KEY-----\nsecret\n`,
    });

    const text = await readCertificates([folder.join('a.pem'), folder.join('b.pem')]);

    expect(text).toBe(certificate('AAAA') + certificate('BBBB'));
  });

  it('are none where there is no file', async () => {
    expect(await readCertificates(['/no/such/file'])).toBe('');
    expect(await readCertificates([])).toBe('');
  });
});

describe("the package index of the host's pip", () => {
  it('is the last that a file names', () => {
    const settings = "global.index-url='https://a.example/simple'\nuser.cert='/ca.pem'\n";
    expect(findPythonIndex(`${settings}site.index-url='http://b.example/s'`)).toBe(
      'http://b.example/s',
    );
  });

  it('is before all that of the environment variable', () => {
    const settings = ":env:.index-url='https://a.example/'\nuser.index-url='https://b.example/'";
    expect(findPythonIndex(settings)).toBe('https://a.example/');
  });

  it("is pip's own where none is named", () => {
    expect(findPythonIndex("global.extra-index-url='https://a.example/'")).toBeNull();
    expect(findPythonIndex('')).toBeNull();
  });
});

test('hashes of wheels go to the requirement that they are of', () => {
  const requirements =
    'a==1 ; python_version >= "3" \\\n  --hash=sha256:1\nab==1 \\\n  --hash=sha256:2\n';
  const added = addWheelHashes(requirements, { 'a==1': ['sha256:3', 'sha256:4'], 'b==1': ['x'] });
  expect(added.split('\n')).toEqual([
    'a==1 ; python_version >= "3" \\',
    '  --hash=sha256:3 \\',
    '  --hash=sha256:4 \\',
    '  --hash=sha256:1',
    'ab==1 \\',
    '  --hash=sha256:2',
    '',
  ]);
  expect(addWheelHashes(requirements, {})).toBe(requirements);
});

describe('the source of gems', () => {
  it('is the first that gem lists', () => {
    const listed = '*** CURRENT SOURCES ***\n\nhttps://a.example/\nhttps://b.example/\n';
    expect(findGemSource(listed)).toBe('https://a.example/');
    expect(findGemSource('*** CURRENT SOURCES ***\n')).toBeNull();
  });
});
