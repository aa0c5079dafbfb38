import { chmodSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { expect, test } from 'vitest';
import { copyDotnet, findDotnet, publishDotnet } from '../../../src/package/dotnet-root.ts';
import { hostArchitecture } from '../../../src/package/host-architecture.ts';
import { TemporaryDirectory } from '../../support/temporary-directory.ts';

const architecture = hostArchitecture() ?? 'x86_64';

interface Installed {
  readonly base: readonly string[];
  readonly web?: readonly string[];
  readonly fxr?: readonly string[];
  readonly sdk: readonly string[];
}

/** An installation that has these versions of its parts. */
function writeRoot(directory: TemporaryDirectory, root: string, installed: Installed): void {
  const { base, web = base, fxr = base, sdk } = installed;
  const files = [
    ...base.map((version) => `shared/Microsoft.NETCore.App/${version}/libcoreclr.so`),
    ...web.map((version) => `shared/Microsoft.AspNetCore.App/${version}/web.dll`),
    ...fxr.map((version) => `host/fxr/${version}/libhostfxr.so`),
    ...sdk.map((version) => `sdk/${version}/dotnet.dll`),
    'dotnet',
  ];
  directory.write(Object.fromEntries(files.map((file) => [`${root}/${file}`, ''])));
}

const find = (version: string, ...roots: readonly string[]) =>
  findDotnet(version, architecture, { roots });

test('is the newest of its version that has ASP.NET Core too, under the newest host', async () => {
  using found = new TemporaryDirectory();
  writeRoot(found, 'a', {
    base: ['8.0.9', '8.0.10', '8.0.11', '10.0.1'],
    web: ['8.0.9', '8.0.10', '10.0.1'],
    sdk: ['10.0.101'],
  });
  const root = found.join('a');
  expect(await find('8', '/none', root)).toEqual({
    root,
    version: '8.0.10',
    hostVersion: '10.0.1',
  });
});

test('is none without an SDK that knows it, and no preview', async () => {
  using found = new TemporaryDirectory();
  writeRoot(found, 'bare', { base: ['8.0.1'], sdk: [] });
  writeRoot(found, 'old', { base: ['10.0.0'], sdk: ['9.0.100'] });
  writeRoot(found, 'preview', { base: ['10.0.0-rc.1'], sdk: ['10.0.100'] });
  const roots = ['bare', 'old', 'preview'].map((name) => found.join(name));
  await expect(find('8', ...roots)).rejects.toMatchObject({
    code: 'ImageBuildFailed',
    message: expect.stringContaining(`looked in ${roots.join(', ')}`),
    remedy: expect.stringMatching(/DOTNET_ROOT.*public\.ecr\.aws\/lambda\/dotnet:8/),
    evidence: { lacks: '.NET SDK 8' },
  });
  await expect(find('10', ...roots)).rejects.toThrow('no .NET 10 with ASP.NET Core and an SDK');
});

test('is none of another architecture', async () => {
  using found = new TemporaryDirectory();
  writeRoot(found, 'a', { base: ['8.0.1'], sdk: ['8.0.100'] });
  const other = architecture === 'arm64' ? 'x86_64' : 'arm64';
  const roots = [found.join('a')];
  await expect(findDotnet('8', other, { roots })).rejects.toThrow(`Linux on ${other}`);
});

test('is copied without its SDK and its other versions', async () => {
  using found = new TemporaryDirectory();
  writeRoot(found, 'a', { base: ['8.0.1', '9.0.1'], sdk: ['9.0.100'] });
  const target = found.join('target');
  await copyDotnet({ root: found.join('a'), version: '8.0.1', hostVersion: '9.0.1' }, target);
  const files = readdirSync(target, { recursive: true, withFileTypes: true })
    .filter((file) => file.isFile())
    .map((file) => relative(target, join(file.parentPath, file.name)));
  expect(files.sort()).toEqual([
    'dotnet',
    'host/fxr/9.0.1/libhostfxr.so',
    'shared/Microsoft.AspNetCore.App/8.0.1/web.dll',
    'shared/Microsoft.NETCore.App/8.0.1/libcoreclr.so',
  ]);
});

test("has the client made by the host's SDK, and says what that said", async () => {
  using found = new TemporaryDirectory();
  const dotnet = { root: found.path, version: '8.0.1', hostVersion: '8.0.1' };
  const publish = () => publishDotnet(dotnet, '2.1.2', found.join('client'), found.path);
  const program = (end: string) => {
    found.write({ dotnet: `#!/bin/sh\necho "$@" >'${found.join('asked')}'\n${end}\n` });
    chmodSync(found.join('dotnet'), 0o755);
  };
  program('exit 0');
  await publish();
  expect(readFileSync(found.join('asked'), 'utf8')).toMatch(
    /^publish .+\/bootstrap\.csproj .*-p:TargetFramework=net8\.0 -p:RuntimeSupportVersion=2\.1\.2 /,
  );
  program("for _ in 1 2; do echo 'a.csproj : error NU1101: no such package'; done; exit 1");
  await expect(publish()).rejects.toMatchObject({
    code: 'ImageBuildFailed',
    message: expect.stringMatching(
      /2\.1\.2 \(exit code 1\): a\.csproj : error NU1101: no such pack/,
    ),
    evidence: { errors: ['a.csproj : error NU1101: no such package'] },
  });
});
