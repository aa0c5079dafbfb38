import { readdirSync, symlinkSync } from 'node:fs';
import { join, relative } from 'node:path';
import { expect, test } from 'vitest';
import { hostArchitecture } from '../../../src/package/host-architecture.ts';
import { copyRuby, findRuby } from '../../../src/package/ruby-prefix.ts';
import { TemporaryDirectory } from '../../support/temporary-directory.ts';

const architecture = hostArchitecture() ?? 'x86_64';

/** Prefixes that have the files by which one is known. */
function withPrefixes(...prefixes: readonly string[]): TemporaryDirectory {
  const directory = new TemporaryDirectory();
  for (const prefix of prefixes) {
    directory.write({
      [`${prefix}/bin/ruby`]: 'program',
      [`${prefix}/lib/ruby/3.4.0/rubygems.rb`]: '',
    });
  }
  return directory;
}

test('is the newest of its version, under any of the names that managers give', async () => {
  using found = withPrefixes('rbenv/3.4.9', 'rbenv/3.4.10', 'rbenv/3.5.1', 'rvm/ruby-3.4.2');
  const find = (folder: string) =>
    findRuby('3.4', architecture, { versionFolders: [found.join(folder)], programFolders: [] });
  expect(await find('rbenv')).toBe(found.join('rbenv/3.4.10'));
  expect(await find('rvm')).toBe(found.join('rvm/ruby-3.4.2'));
});

test("is what a program on the PATH belongs to, and no distribution's", async () => {
  using found = withPrefixes('opt/ruby');
  found.write({ 'usr/bin/ruby': 'program', 'path/.keep': '' });
  symlinkSync(found.join('opt/ruby/bin/ruby'), found.join('path/ruby'));
  const programFolders = [found.join('usr/bin'), found.join('path')];
  const surroundings = { versionFolders: ['/none'], programFolders };
  expect(await findRuby('3.4', architecture, surroundings)).toBe(found.join('opt/ruby'));
});

test('is none of another version or architecture: said with where was looked', async () => {
  using found = withPrefixes('rbenv/3.4.9');
  const surroundings = { versionFolders: [found.join('rbenv')], programFolders: [] };
  await expect(findRuby('4.0', architecture, surroundings)).rejects.toMatchObject({
    code: 'ImageBuildFailed',
    message: expect.stringContaining(`looked in ${found.join('rbenv')} and on the PATH`),
    remedy: expect.stringMatching(/rbenv.*public\.ecr\.aws\/lambda\/ruby:4\.0/),
    evidence: { lacks: 'Ruby 4.0' },
  });
  const other = architecture === 'arm64' ? 'x86_64' : 'arm64';
  await expect(findRuby('3.4', other, surroundings)).rejects.toThrow(`Linux on ${other}`);
});

test('is copied with the gems that come with it, without those that were installed', async () => {
  using host = withPrefixes('3.4.9');
  using copy = new TemporaryDirectory();
  const gems = '3.4.9/lib/ruby/gems/3.4.0';
  host.write({
    '3.4.9/bin/rails': '',
    '3.4.9/bin/rake34': '',
    '3.4.9/lib/libruby.so.3.4': '',
    '3.4.9/lib/pkgconfig/ruby.pc': '',
    '3.4.9/lib/ruby/3.4.0/json/ext.rb': '',
    '3.4.9/lib/ruby/3.4.0/rubygems/gems/x/y.rb': '',
    '3.4.9/lib/ruby/site_ruby/3.4.0/private.rb': '',
    [`${gems}/cache/rake-13.2.1.gem`]: '',
    [`${gems}/gems/net-smtp-0.5.1/lib/net/smtp.rb`]: '',
    [`${gems}/gems/rails-8.0.0/lib/rails.rb`]: '',
    [`${gems}/specifications/net-smtp-0.5.1.gemspec`]: '',
    [`${gems}/specifications/rails-8.0.0.gemspec`]: '',
    [`${gems}/specifications/default/json-2.9.1.gemspec`]: '',
    [`${gems}/extensions/x86_64-linux/3.4.0/racc-1.8.1/gem.build_complete`]: '',
    [`${gems}/extensions/x86_64-linux/3.4.0/nokogiri-1.18.0/gem.build_complete`]: '',
  });
  symlinkSync('rake34', host.join('3.4.9/bin/rake'));

  await copyRuby(host.join('3.4.9'), '3.4', copy.path);

  const files = readdirSync(copy.path, { recursive: true, withFileTypes: true })
    .filter((file) => file.isFile())
    .map((file) => relative(copy.path, join(file.parentPath, file.name)));
  expect(files.sort()).toEqual([
    'bin/rake',
    'bin/ruby',
    'lib/libruby.so.3.4',
    'lib/ruby/3.4.0/json/ext.rb',
    'lib/ruby/3.4.0/rubygems.rb',
    'lib/ruby/3.4.0/rubygems/gems/x/y.rb',
    'lib/ruby/gems/3.4.0/extensions/x86_64-linux/3.4.0/racc-1.8.1/gem.build_complete',
    'lib/ruby/gems/3.4.0/gems/net-smtp-0.5.1/lib/net/smtp.rb',
    'lib/ruby/gems/3.4.0/specifications/default/json-2.9.1.gemspec',
    'lib/ruby/gems/3.4.0/specifications/net-smtp-0.5.1.gemspec',
  ]);
});
