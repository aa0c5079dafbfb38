import { cp, mkdir, readdir, realpath, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { LanguageSurroundings } from '../configuration.ts';
import type { Architecture } from '../engine/container-engine.ts';
import { findPrefix } from './language-prefix.ts';
import { missingLanguage } from './missing-language.ts';

/**
 * The prefix of a Ruby that this host has: the newest of that version under a version manager, else
 * the one that `ruby` on the `PATH` belongs to.
 * @param version `3.4`
 * @throws LamboxError `ImageBuildFailed` that says where was looked
 */
export async function findRuby(
  version: string,
  architecture: Architecture,
  surroundings: LanguageSurroundings,
): Promise<string> {
  const kind = {
    program: 'ruby',
    // rbenv says `3.4.1`, RVM and ruby-install `ruby-3.4.1`.
    folderName: new RegExp(`^(?:ruby-)?${version.replace('.', '\\.')}\\.(\\d+)$`),
    // A distribution's Ruby, whose parts lie in several places, is none.
    files: ['bin/ruby', `lib/ruby/${version}.0/rubygems.rb`],
  };
  const prefix = await findPrefix(kind, architecture, surroundings);
  if (prefix !== null) return prefix;
  throw missingLanguage({
    what: `Ruby ${version}`,
    version,
    architecture,
    places: `${surroundings.versionFolders.join(', ')} and on the PATH`,
    installation: 'Install one with rbenv, mise or asdf',
    image: `ruby:${version}`,
  });
}

/**
 * Copies what a Ruby is made of: programs, shared library, standard library, the gems that come
 * with it. Nothing that was installed into it.
 * @param target an existing, empty folder, which becomes a prefix
 */
export async function copyRuby(prefix: string, version: string, target: string): Promise<void> {
  const libraries = await readdir(join(prefix, 'lib'));
  const parts = [
    ...programs.map((name) => join('bin', name)),
    ...libraries.filter((name) => name.startsWith('libruby')).map((name) => join('lib', name)),
    join('lib/ruby', `${version}.0`),
    join('lib/ruby/gems', `${version}.0`),
  ];
  for (const part of parts) {
    const source = join(prefix, part);
    // Older versions do not have each of these.
    if ((await stat(source).catch(() => null)) === null) continue;
    await mkdir(dirname(join(target, part)), { recursive: true });
    const isProgram = part.startsWith('bin');
    await cp(isProgram ? await realpath(source) : source, join(target, part), {
      recursive: true,
      verbatimSymlinks: true,
      filter: belongs,
    });
  }
}

const programs = ['ruby', 'gem', 'bundle', 'bundler', 'erb', 'irb', 'rake'];

/** Those of 3.2 to 4.0 that are installed as gems, or whose programs are, but with Ruby. */
const ownGems = [
  'abbrev base64 benchmark bigdecimal bundler csv debug drb erb fiddle getoptlong irb logger',
  'matrix minitest mutex_m net-ftp net-imap net-pop net-smtp nkf observer ostruct power_assert',
  'prime pstore racc rake rbs rdoc readline reline repl_type_completor resolv-replace rexml rinda',
  'rss syntax_suggest syslog test-unit typeprof',
].flatMap((names) => names.split(' '));

function belongs(source: string): boolean {
  const name = basename(source);
  // `gems/X.Y.0` has `gems/NAME-VERSION`, `specifications/NAME-VERSION.gemspec`, and
  // `extensions/MACHINE/X.Y.0/NAME-VERSION`; what comes with Ruby as a library, in `default`.
  const [, kind, rest] = /\/gems\/\d+\.\d+\.0\/([^/]+)(?:\/(.+))?$/.exec(source) ?? [];
  if (kind === undefined) return true;
  if (!['gems', 'specifications', 'extensions'].includes(kind)) return false;
  if (rest === undefined) return true;
  const depth = rest.split('/').length;
  if (depth !== (kind === 'extensions' ? 3 : 1) || name === 'default') return true;
  const [, gem = name] = /^(.+?)-\d/.exec(name) ?? [];
  return ownGems.includes(gem);
}
