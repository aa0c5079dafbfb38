import { homedir, tmpdir } from 'node:os';
import { delimiter, isAbsolute, join, resolve } from 'node:path';
import { LamboxError } from './errors.ts';
import { regionPattern } from './lambda/region.ts';

export type LogLevel = (typeof logLevels)[number];

const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;

/** What the surroundings say, read once, checked, complete. */
export interface Configuration {
  /** Where functions run unless they say otherwise: `AWS_REGION`, `AWS_DEFAULT_REGION`. */
  readonly region: string;
  /** Whether the caller named it, so that a profile's region does not replace it. */
  readonly regionIsGiven: boolean;
  /** What decides where an engine is looked for. */
  readonly engine: EngineSurroundings;
  /** `LAMBOX_CHANNEL`. */
  readonly channel: 'socket' | 'attach' | 'auto';
  /**
   * `LAMBOX_FILES`: how code and shim get into containers. `mount`: the engine sees our files;
   * `volume`: it does not, and they travel to it; `auto`: by what the engine says of its machine.
   */
  readonly files: 'mount' | 'volume' | 'auto';
  /** `LAMBOX_TMP`: what `/tmp` is; `auto`: a file system of its own where that can be had. */
  readonly ephemeralStorage: 'auto' | 'tmpfs';
  /** Code store, image metadata: `$XDG_CACHE_HOME/lambox`, else `~/.cache/lambox`. */
  readonly cacheDirectory: string;
  /** `LAMBOX_STORE_LIMIT`: what the code store may take, `500m`, `10g`. */
  readonly codeStoreBytesMax: number;
  /**
   * Sockets and state of running processes: `$XDG_RUNTIME_DIR/lambox`, else `/tmp/lambox-<uid>`.
   */
  readonly runtimeDirectory: string;
  /** `LAMBOX_LOG`. */
  readonly logLevel: LogLevel;
  /** `LAMBOX_REGISTRY_MIRROR`: what stands in for AWS's public registry, `host[:port][/path]`. */
  readonly registryMirror: string | null;
  /** `LAMBOX_LOCK_FILE`: where images are written down, else `lambox.lock.json` here. */
  readonly lockFile: string;
  /** Files of a private certificate authority: `SSL_CERT_FILE`, `NODE_EXTRA_CA_CERTS`. */
  readonly certificateFiles: readonly string[];
  /** Where a CPython may be that an image is made of. */
  readonly python: LanguageSurroundings;
  /** Likewise a JDK. */
  readonly java: JavaSurroundings;
  /** A Ruby. */
  readonly ruby: LanguageSurroundings;
  /** A .NET. */
  readonly dotnet: DotnetSurroundings;
  /** `NO_COLOR`. */
  readonly noColor: boolean;
  /** `AWS_LAMBDA_FUNCTION_TIMEOUT`, which AWS's emulator reads too. */
  readonly timeoutSeconds: number | null;
  /** `AWS_LAMBDA_FUNCTION_MEMORY_SIZE`, likewise. */
  readonly memorySizeMb: number | null;
  /**
   * An environment variable of the process that the user started, for `-e NAME` without a value.
   */
  readonly callerVariable: (name: string) => string | undefined;
}

/** Where this host may have a language, in the order in which it is looked for. */
export interface LanguageSurroundings {
  /** Version managers' (pyenv's, uv's, rbenv's), with a folder for each installed version. */
  readonly versionFolders: readonly string[];
  /** Those of `PATH`. */
  readonly programFolders: readonly string[];
}

export interface JavaSurroundings {
  /** `JAVA_HOME`, where it is set. */
  readonly homes: readonly string[];
  /** Folders with a folder for each JDK: the distribution's, SDKMAN's, an editor's. */
  readonly homeFolders: readonly string[];
}

export interface DotnetSurroundings {
  /** Folders that may be an installation: `DOTNET_ROOT`, the distribution's, the user's. */
  readonly roots: readonly string[];
}

export interface EngineSurroundings {
  readonly dockerHost: string | null;
  readonly dockerContext: string | null;
  readonly dockerConfigDirectory: string | null;
  readonly dockerCertPath: string | null;
  readonly dockerTlsVerify: boolean;
  readonly homeDirectory: string;
  /** `XDG_RUNTIME_DIR`. */
  readonly runtimeDirectory: string | null;
  /** `null` where the platform has none. */
  readonly uid: number | null;
}

/** What the machine says. Given by tests, read from it otherwise. */
export interface PlatformFacts {
  readonly homeDirectory: string;
  readonly temporaryDirectory: string;
  readonly uid: number | null;
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads the surroundings. The only place that reads the process's environment variables.
 * @throws LamboxError `InvalidOption` that names the variable.
 */
export function readConfiguration(
  environment: Environment = process.env,
  platform: PlatformFacts = platformFacts(),
): Configuration {
  const read = (name: string): string | null => environment[name] || null;
  const region = read('AWS_REGION') ?? read('AWS_DEFAULT_REGION');
  return {
    region: checkRegion(region ?? 'us-east-1'),
    regionIsGiven: region !== null,
    engine: engineSurroundings(read, platform),
    channel: oneOf('LAMBOX_CHANNEL', read('LAMBOX_CHANNEL') ?? 'auto', [
      'socket',
      'attach',
      'auto',
    ]),
    files: oneOf('LAMBOX_FILES', read('LAMBOX_FILES') ?? 'auto', ['mount', 'volume', 'auto']),
    ephemeralStorage: oneOf('LAMBOX_TMP', read('LAMBOX_TMP') ?? 'auto', ['auto', 'tmpfs']),
    cacheDirectory: cacheDirectory(read, platform),
    codeStoreBytesMax: byteSize('LAMBOX_STORE_LIMIT', read('LAMBOX_STORE_LIMIT') ?? '10g'),
    runtimeDirectory: runtimeDirectory(read, platform),
    logLevel: oneOf('LAMBOX_LOG', read('LAMBOX_LOG') ?? 'warn', logLevels),
    registryMirror: registryMirror(read('LAMBOX_REGISTRY_MIRROR')),
    lockFile: resolve(read('LAMBOX_LOCK_FILE') ?? 'lambox.lock.json'),
    certificateFiles: certificateFiles(read),
    python: pythonSurroundings(read, platform),
    java: javaSurroundings(read, platform),
    ruby: rubySurroundings(read, platform),
    dotnet: dotnetSurroundings(read, platform),
    noColor: read('NO_COLOR') !== null,
    timeoutSeconds: wholeNumber('AWS_LAMBDA_FUNCTION_TIMEOUT', read),
    memorySizeMb: wholeNumber('AWS_LAMBDA_FUNCTION_MEMORY_SIZE', read),
    callerVariable: (name) => environment[name],
  };
}

type Read = (name: string) => string | null;

function platformFacts(): PlatformFacts {
  return {
    homeDirectory: homedir(),
    temporaryDirectory: tmpdir(),
    uid: process.getuid?.() ?? null,
  };
}

function engineSurroundings(read: Read, platform: PlatformFacts): EngineSurroundings {
  return {
    dockerHost: read('DOCKER_HOST'),
    dockerContext: read('DOCKER_CONTEXT'),
    dockerConfigDirectory: read('DOCKER_CONFIG'),
    dockerCertPath: read('DOCKER_CERT_PATH'),
    dockerTlsVerify: read('DOCKER_TLS_VERIFY') !== null,
    homeDirectory: platform.homeDirectory,
    runtimeDirectory: read('XDG_RUNTIME_DIR'),
    uid: platform.uid,
  };
}

/** A relative path in an XDG variable counts as absent, as its specification has it. */
function absolute(directory: string | null): string | null {
  return directory !== null && isAbsolute(directory) ? directory : null;
}

function cacheDirectory(read: Read, platform: PlatformFacts): string {
  const base = absolute(read('XDG_CACHE_HOME')) ?? join(platform.homeDirectory, '.cache');
  return join(base, 'lambox');
}

function runtimeDirectory(read: Read, platform: PlatformFacts): string {
  const base = absolute(read('XDG_RUNTIME_DIR'));
  if (base !== null) return join(base, 'lambox');
  // Not TMPDIR: it can be long, and a socket's path has 107 bytes. Windows has no uid and no /tmp.
  const temporary = platform.uid === null ? platform.temporaryDirectory : '/tmp';
  return join(temporary, platform.uid === null ? 'lambox' : `lambox-${platform.uid}`);
}

function certificateFiles(read: Read): readonly string[] {
  const files = [read('SSL_CERT_FILE'), read('NODE_EXTRA_CA_CERTS')].filter(
    (file): file is string => file !== null,
  );
  return [...new Set(files)];
}

function pythonSurroundings(read: Read, { homeDirectory }: PlatformFacts): LanguageSurroundings {
  const data = absolute(read('XDG_DATA_HOME')) ?? join(homeDirectory, '.local/share');
  return {
    versionFolders: [
      join(read('PYENV_ROOT') ?? join(homeDirectory, '.pyenv'), 'versions'),
      read('UV_PYTHON_INSTALL_DIR') ?? join(data, 'uv/python'),
    ],
    programFolders: programFolders(read),
  };
}

function programFolders(read: Read): readonly string[] {
  return (read('PATH') ?? '').split(delimiter).filter(isAbsolute);
}

function javaSurroundings(read: Read, { homeDirectory }: PlatformFacts): JavaSurroundings {
  const home = absolute(read('JAVA_HOME'));
  const sdkman = absolute(read('SDKMAN_DIR')) ?? join(homeDirectory, '.sdkman');
  return {
    homes: home === null ? [] : [home],
    homeFolders: ['/usr/lib/jvm', join(sdkman, 'candidates/java'), join(homeDirectory, '.jdks')],
  };
}

function rubySurroundings(read: Read, { homeDirectory }: PlatformFacts): LanguageSurroundings {
  const data = absolute(read('XDG_DATA_HOME')) ?? join(homeDirectory, '.local/share');
  return {
    versionFolders: [
      join(read('RBENV_ROOT') ?? join(homeDirectory, '.rbenv'), 'versions'),
      join(read('MISE_DATA_DIR') ?? join(data, 'mise'), 'installs/ruby'),
      join(read('ASDF_DATA_DIR') ?? join(homeDirectory, '.asdf'), 'installs/ruby'),
      join(homeDirectory, '.rvm/rubies'),
      join(homeDirectory, '.rubies'),
      '/opt/rubies',
    ],
    programFolders: programFolders(read),
  };
}

function dotnetSurroundings(read: Read, { homeDirectory }: PlatformFacts): DotnetSurroundings {
  const root = absolute(read('DOTNET_ROOT'));
  const usual = ['/usr/share/dotnet', '/usr/lib/dotnet', join(homeDirectory, '.dotnet')];
  return { roots: [...(root === null ? [] : [root]), ...usual] };
}

function checkRegion(region: string): string {
  if (regionPattern.test(region)) return region;
  throw refused('AWS_REGION', region, 'a region such as us-east-1');
}

function registryMirror(mirror: string | null): string | null {
  if (mirror === null) return null;
  if (!/^[a-z0-9.-]+(:\d+)?(\/[a-z0-9._/-]+)?$/.test(mirror)) {
    throw refused('LAMBOX_REGISTRY_MIRROR', mirror, 'host[:port][/path] without a scheme');
  }
  return mirror;
}

function oneOf<T extends string>(name: string, value: string, allowed: readonly T[]): T {
  const found = allowed.find((candidate) => candidate === value);
  if (found !== undefined) return found;
  throw refused(name, value, `one of ${allowed.join(', ')}`);
}

function byteSize(name: string, text: string): number {
  const [, digits, unit = ''] = /^(\d{1,9})([kmg]?)b?$/i.exec(text) ?? [];
  if (digits === undefined) throw refused(name, text, 'a size such as 500m or 10g');
  return Number(digits) * 1024 ** ['', 'k', 'm', 'g'].indexOf(unit.toLowerCase());
}

function wholeNumber(name: string, read: Read): number | null {
  const text = read(name);
  if (text === null) return null;
  if (!/^\d{1,9}$/.test(text)) throw refused(name, text, 'a whole number');
  return Number(text);
}

function refused(name: string, value: string, expectation: string): LamboxError {
  return new LamboxError(
    'InvalidOption',
    `the environment variable ${name} is ${JSON.stringify(value)}, expected ${expectation}`,
    { remedy: `Set ${name} to ${expectation}, or unset it.`, evidence: { name, value } },
  );
}
