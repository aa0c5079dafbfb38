import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
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
      expect(requirements).toContain(`\n${name}==${version} \\\n`);
    }
    expect(python.length).toBeGreaterThan(0);
  });

  it('is missing for families that come later', async () => {
    const base = await readBaseRecipe();

    await expect(readRuntimeRecipe(parseRuntime('java21'), 'x86_64', base)).rejects.toMatchObject({
      code: 'ImageNotFound',
      message: expect.stringContaining('java21'),
    });
  });
});
