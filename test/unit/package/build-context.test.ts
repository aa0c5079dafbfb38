import { chmodSync, existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parseRuntime } from '../../../src/lambda/runtimes.ts';
import { fillBuildContext } from '../../../src/package/build-context.ts';
import { hostArchitecture } from '../../../src/package/host-architecture.ts';
import { readBaseRecipe, readRuntimeRecipe } from '../../../src/package/image-recipe.ts';
import { TemporaryDirectory } from '../../support/temporary-directory.ts';

const architecture = hostArchitecture() ?? 'x86_64';

/** @returns the build arguments, and what was said */
async function fill(identifier: string, host: TemporaryDirectory, context: TemporaryDirectory) {
  const lines: string[] = [];
  const runtime = parseRuntime(identifier);
  const recipe = await readRuntimeRecipe(runtime, architecture, await readBaseRecipe());
  const buildArguments = await fillBuildContext(context.path, recipe, {
    architecture,
    certificateFiles: [],
    python: { versionFolders: [], programFolders: [] },
    java: { homes: [], homeFolders: [] },
    ruby: { versionFolders: [host.join('rubies')], programFolders: [] },
    dotnet: { roots: [host.join('dotnet')] },
    onProgress: (line) => lines.push(line),
  });
  return { buildArguments, lines };
}

test("has a Ruby of the host's, and says where it lay", async () => {
  using host = new TemporaryDirectory();
  using context = new TemporaryDirectory();
  host.write({ 'rubies/3.4.1/bin/ruby': '', 'rubies/3.4.1/lib/ruby/3.4.0/rubygems.rb': '' });
  const { buildArguments } = await fill('ruby3.4', host, context);
  expect(buildArguments).toMatchObject({ RUBY_PREFIX: host.join('rubies/3.4.1') });
  expect(existsSync(context.join('ruby/bin/ruby'))).toBe(true);
});

test("has a .NET of the host's, and the client that its SDK made", async () => {
  using host = new TemporaryDirectory();
  using context = new TemporaryDirectory();
  host.write({
    'dotnet/dotnet': `#!/bin/sh\nmkdir '${context.join('client')}'\n`,
    'dotnet/host/fxr/8.0.1/libhostfxr.so': '',
    'dotnet/sdk/8.0.100/dotnet.dll': '',
    'dotnet/shared/Microsoft.AspNetCore.App/8.0.1/web.dll': '',
    'dotnet/shared/Microsoft.NETCore.App/8.0.1/libcoreclr.so': '',
  });
  chmodSync(host.join('dotnet/dotnet'), 0o755);
  const { lines } = await fill('dotnet8', host, context);
  expect(lines).toEqual([
    `copying the .NET 8.0.1 in ${host.join('dotnet')}`,
    'fetching Amazon.Lambda.RuntimeSupport 2.1.2',
  ]);
  for (const part of ['Dockerfile', 'bootstrap.csproj', 'client', 'dotnet/dotnet']) {
    expect(existsSync(context.join(part)), part).toBe(true);
  }
});
