import { cp, mkdir, readdir, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { DotnetSurroundings } from '../configuration.ts';
import type { Architecture } from '../engine/container-engine.ts';
import { LamboxError } from '../errors.ts';
import { readOutput } from './build-inputs.ts';
import { hostArchitecture } from './host-architecture.ts';
import { missingLanguage } from './missing-language.ts';

/** An installation that has a runtime of one version, ASP.NET Core of the same, and an SDK. */
export interface DotnetRoot {
  readonly root: string;
  /** Of both runtimes, `8.0.11`. */
  readonly version: string;
  /** Of what starts programs: the installation's newest. */
  readonly hostVersion: string;
}

const frameworks = ['Microsoft.NETCore.App', 'Microsoft.AspNetCore.App'];

/**
 * The first installation of this host that has the .NET of a version whole.
 * @param version `8`
 * @throws LamboxError `ImageBuildFailed` that says where was looked
 */
export async function findDotnet(
  version: string,
  architecture: Architecture,
  surroundings: DotnetSurroundings,
): Promise<DotnetRoot> {
  // Another machine's program cannot be what the image runs.
  const roots = architecture === hostArchitecture() ? surroundings.roots : [];
  for (const given of roots) {
    const root = await realpath(given).catch(() => null);
    const found = root === null ? null : await describeRoot(root, Number(version));
    if (found !== null) return found;
  }
  throw missingLanguage({
    what: `.NET ${version} with ASP.NET Core and an SDK`,
    lacks: `.NET SDK ${version}`,
    version,
    architecture,
    places: surroundings.roots.join(', '),
    installation: `Install the .NET SDK ${version} and name its folder in DOTNET_ROOT`,
    image: `dotnet:${version}`,
  });
}

/** Copies what runs programs. @param target becomes an installation of its own */
export async function copyDotnet(dotnet: DotnetRoot, target: string): Promise<void> {
  const parts = [
    'dotnet',
    join('host/fxr', dotnet.hostVersion),
    ...frameworks.map((framework) => join('shared', framework, dotnet.version)),
  ];
  await mkdir(target);
  for (const part of parts) {
    await cp(join(dotnet.root, part), join(target, part), { recursive: true, dereference: true });
  }
}

/**
 * Makes of AWS's client, which NuGet has as a library, what its image starts: with the host's SDK,
 * and so by the host's sources, sign-in, proxy and certificates.
 * @param folder has the project `bootstrap.csproj`
 * @throws LamboxError `ImageBuildFailed` with what the SDK said
 */
export async function publishDotnet(
  { root, version }: DotnetRoot,
  clientVersion: string,
  target: string,
  folder: string,
): Promise<void> {
  const [major] = version.split('.');
  const { exitCode, text, lastLines } = await readOutput(join(root, 'dotnet'), [
    'publish',
    join(folder, 'bootstrap.csproj'),
    '--nologo',
    '--configuration=Release',
    `--output=${target}`,
    `-p:TargetFramework=net${major}.0`,
    `-p:RuntimeSupportVersion=${clientVersion}`,
    // What stays behind would keep the output open.
    '-nodeReuse:false',
    '-p:UseSharedCompilation=false',
  ]);
  if (exitCode === 0) return;
  // The SDK says its errors on standard output, each once more at the end.
  const errors = [...new Set(text.match(/^.*\berror\b.*$/gm) ?? lastLines)];
  throw new LamboxError(
    'ImageBuildFailed',
    `dotnet publish could not make the bootstrap of Amazon.Lambda.RuntimeSupport ` +
      `${clientVersion} (exit code ${exitCode}): ${errors.slice(0, 5).join(' ')}`,
    {
      remedy: 'See what NuGet sources this machine asks with: dotnet nuget list source',
      evidence: { clientVersion, exitCode, errors },
    },
  );
}

async function describeRoot(root: string, major: number): Promise<DotnetRoot | null> {
  const program = await stat(join(root, 'dotnet')).catch(() => null);
  const [base = [], web = []] = await Promise.all(
    frameworks.map((framework) => listVersions(join(root, 'shared', framework))),
  );
  const version = base.find((name) => majorOf(name) === major && web.includes(name));
  const [hostVersion] = await listVersions(join(root, 'host/fxr'));
  const [sdk = ''] = await listVersions(join(root, 'sdk'));
  if (program?.isFile() !== true || version === undefined || hostVersion === undefined) return null;
  // An older SDK does not know the version.
  return majorOf(sdk) >= major ? { root, version, hostVersion } : null;
}

/** Releases, newest first; previews (`10.0.0-rc.1`) are left out. */
async function listVersions(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder).catch(() => []);
  return names
    .filter((name) => /^\d+\.\d+\.\d+$/.test(name))
    .sort((a, b) => b.localeCompare(a, 'en', { numeric: true }));
}

function majorOf(version: string): number {
  return Number.parseInt(version, 10);
}
