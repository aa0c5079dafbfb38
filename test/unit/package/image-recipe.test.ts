import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { hasRecipe } from '../../../src/lambda/runtime.ts';
import { parseRuntime, runtimes } from '../../../src/lambda/runtimes.ts';
import { readBaseRecipe, readRuntimeRecipe } from '../../../src/package/image-recipe.ts';

const node = parseRuntime('nodejs24.x');

describe('the recipe of an image', () => {
  it('has one digest for one content', async () => {
    const base = await readBaseRecipe();

    const recipe = await readRuntimeRecipe(node, 'x86_64', base);

    expect(await readRuntimeRecipe(node, 'x86_64', base)).toEqual(recipe);
    expect(recipe.digest).toMatch(/^[0-9a-f]{64}$/);
    expect(recipe.digest).not.toBe(base.digest);
    expect(recipe.arguments).toMatchObject({ RUNTIME_CLIENT_VERSION: '4.0.2' });
  });

  it('changes with its base, version and architecture', async () => {
    const base = await readBaseRecipe();
    const recipes = await Promise.all([
      readRuntimeRecipe(node, 'x86_64', base),
      readRuntimeRecipe(node, 'arm64', base),
      readRuntimeRecipe(node, 'x86_64', { ...base, digest: 'another' }),
      readRuntimeRecipe(parseRuntime('nodejs22.x'), 'x86_64', base),
    ]);

    expect(new Set(recipes.map((recipe) => recipe.digest)).size).toBe(4);
  });

  it('of provided is one for both of its identifiers, and needs nothing of npm', async () => {
    const base = await readBaseRecipe();
    const [current, older] = await Promise.all(
      ['provided.al2023', 'provided.al2'].map((identifier) =>
        readRuntimeRecipe(parseRuntime(identifier), 'x86_64', base),
      ),
    );

    expect(current).toEqual(older);
    expect(current).toMatchObject({ arguments: {}, npmPackages: {} });
  });

  it('of Python asks the host for the versions that Debian 13 does not have', async () => {
    const base = await readBaseRecipe();
    const [debian, host] = await Promise.all(
      ['python3.13', 'python3.12'].map((identifier) =>
        readRuntimeRecipe(parseRuntime(identifier), 'x86_64', base),
      ),
    );

    expect(debian).not.toHaveProperty('hostPython');
    expect(host).toMatchObject({ hostPython: '3.12', arguments: { PYTHON_VERSION: '3.12' } });
  });

  it("of Python has the client's version of the table", async () => {
    const python = runtimes.filter(
      ({ family, recipe }) => family === 'python' && recipe === 'runs',
    );
    for (const runtime of python) {
      const recipe = await readRuntimeRecipe(runtime, 'x86_64', await readBaseRecipe());
      const requirements = await readFile(join(recipe.folder, 'requirements.txt'), 'utf8');
      const { name, version } = runtime.runtimeClient ?? {};
      const onlyThere = runtime.version === '3.9' ? '<' : '>=';
      expect(requirements).toContain(
        `\n${name}==${version} ; python_version ${onlyThere} "3.10" \\\n`,
      );
    }
    expect(python.length).toBeGreaterThan(0);
  });

  it("of Java is the host's where Debian has none, one for both of AWS's systems", async () => {
    const base = await readBaseRecipe();
    const read = (name: string) => readRuntimeRecipe(parseRuntime(name), 'x86_64', base);

    expect(await read('java21')).toMatchObject({ arguments: { JAVA_VERSION: '21' } });
    expect(await read('java21')).not.toHaveProperty('hostJava');
    expect(await read('java17')).toMatchObject({ hostJava: '17' });
    expect(await read('java17.al2023')).toEqual(await read('java17'));
    expect(await read('java8.al2')).toMatchObject({ arguments: { JAVA_VERSION: '8' } });
  });

  it("of Java has the client's version of the table", async () => {
    const { runtimeClient } = parseRuntime('java21');
    const { folder } = await readRuntimeRecipe(
      parseRuntime('java21'),
      'x86_64',
      await readBaseRecipe(),
    );
    const { name, version } = runtimeClient ?? {};
    expect(await readFile(join(folder, 'ivy.xml'), 'utf8')).toContain(
      `name="${name}" rev="${version}"`,
    );
    expect(await readFile(join(folder, 'jars.sha256'), 'utf8')).toContain(
      `  ${name}-${version}.jar\n`,
    );
  });

  it("of a later Python has its wheels' hashes, and the others are as they were", async () => {
    const base = await readBaseRecipe();
    const [later, other] = await Promise.all(
      ['python3.15', 'python3.14'].map((name) =>
        readRuntimeRecipe(parseRuntime(name), 'x86_64', base),
      ),
    );
    const text = await readFile(join(later?.folder ?? '', 'requirements.txt'), 'utf8');
    const hashes = Object.entries(later?.wheelHashes ?? {});
    for (const [requirement, added] of hashes) {
      expect(text).toContain(`\n${requirement} `);
      for (const hash of added) expect(text).not.toContain(hash);
    }
    expect(hashes).not.toEqual([]);
    expect(other).not.toHaveProperty('wheelHashes');
  });

  it('of Ruby and of .NET asks the host for what Debian does not have', async () => {
    const base = await readBaseRecipe();
    const read = (name: string) => readRuntimeRecipe(parseRuntime(name), 'x86_64', base);
    expect(await read('ruby3.3')).not.toHaveProperty('hostRuby');
    expect(await read('ruby4.0')).toMatchObject({
      hostRuby: '4.0',
      arguments: { RUBY_VERSION: '4.0', RUNTIME_CLIENT_VERSION: '3.1.3' },
    });
    expect(await read('dotnet6')).toMatchObject({
      hostDotnet: '6',
      arguments: { DOTNET_VERSION: '6', RUNTIME_CLIENT_VERSION: '1.14.4' },
    });
  });

  it('is there for each runtime', async () => {
    const base = await readBaseRecipe();
    for (const runtime of runtimes.filter(hasRecipe)) {
      const { digest } = await readRuntimeRecipe(runtime, 'x86_64', base);
      expect(digest, runtime.identifier).toHaveLength(64);
    }
  });

  it('is missing with a reason', async () => {
    const base = await readBaseRecipe();

    const unknown = { ...parseRuntime('ruby3.4'), recipe: 'none', recipeNote: 'too new' } as const;
    await expect(readRuntimeRecipe(unknown, 'x86_64', base)).rejects.toMatchObject({
      code: 'ImageNotFound',
      message: expect.stringMatching(/for ruby3\.4: too new$/),
    });
  });
});
