import { cp, mkdir, readdir, realpath, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { RubySurroundings } from '../configuration.ts';
import type { Architecture } from '../engine/container-engine.ts';
import { LamboxError } from '../errors.ts';
import { hostArchitecture } from './host-architecture.ts';

/**
 * The prefix of a Ruby that this host has: the newest of that version under a version manager, else
 * the one that `ruby` on the `PATH` belongs to.
 * @param version `3.4`
 * @throws LamboxError `ImageBuildFailed` that says where was looked
 */
export async function findRuby(
  version: string,
  architecture: Architecture,
  surroundings: RubySurroundings,
): Promise<string> {
  const { versionFolders, programFolders } = surroundings;
  // Another machine's program cannot be what the image runs.
  if (architecture === hostArchitecture()) {
    for (const folder of versionFolders) {
      for (const prefix of await installedVersions(folder, version)) {
        if (await isPrefix(prefix, version)) return prefix;
      }
    }
    for (const folder of programFolders) {
      const program = await realpath(join(folder, 'ruby')).catch(() => null);
      const prefix = program === null ? null : dirname(dirname(program));
      if (prefix !== null && (await isPrefix(prefix, version))) return prefix;
    }
  }
  throw notFound(version, architecture, surroundings);
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

/** A distribution's Ruby, whose parts lie in several places, is none. */
async function isPrefix(prefix: string, version: string): Promise<boolean> {
  for (const file of ['bin/ruby', `lib/ruby/${version}.0/rubygems.rb`]) {
    const stats = await stat(join(prefix, file)).catch(() => null);
    if (stats?.isFile() !== true) return false;
  }
  return true;
}

/** Newest first. rbenv says `3.4.1`, RVM and ruby-install `ruby-3.4.1`. */
async function installedVersions(folder: string, version: string): Promise<readonly string[]> {
  const names = await readdir(folder).catch(() => []);
  const pattern = new RegExp(`^(?:ruby-)?${version.replace('.', '\\.')}\\.(\\d+)$`);
  return names
    .flatMap((name) => {
      const patch = pattern.exec(name)?.[1];
      return patch === undefined ? [] : [{ prefix: join(folder, name), patch: Number(patch) }];
    })
    .sort((a, b) => b.patch - a.patch)
    .map(({ prefix }) => prefix);
}

function notFound(
  version: string,
  architecture: Architecture,
  { versionFolders }: RubySurroundings,
): LamboxError {
  return new LamboxError(
    'ImageBuildFailed',
    `no Ruby ${version} for Linux on ${architecture} on this host, and Debian 13 has none: ` +
      `looked in ${versionFolders.join(', ')} and on the PATH`,
    {
      remedy:
        `Install one with rbenv, mise or asdf, or load public.ecr.aws/lambda/ruby:${version} ` +
        'into the engine (docker load).',
      evidence: { version, architecture, lacks: `Ruby ${version}` },
    },
  );
}
