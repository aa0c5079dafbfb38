import { cpSync } from 'node:fs';
import { createRequire } from 'node:module';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { functionDirectory } from '../support/function-directory.ts';
import { TemporaryDirectory } from '../support/temporary-directory.ts';
import { useSandbox } from '../support/test-sandbox.ts';
import { describeRuntimes, runtimesMadeHere } from '../support/tested-runtimes.ts';

/** What npm has installed here of a package for one platform: built for glibc by its authors. */
const prebuilt = `lightningcss-linux-${process.arch}-gnu`;
const sandbox = useSandbox();
let code: TemporaryDirectory;

beforeAll(() => {
  const vitest = createRequire(import.meta.url).resolve('vitest/package.json');
  const vite = createRequire(vitest).resolve('vite/package.json');
  const lightningcss = createRequire(vite).resolve('lightningcss');
  code = new TemporaryDirectory();
  cpSync(functionDirectory('native'), code.path, { recursive: true });
  cpSync(createRequire(lightningcss).resolve(prebuilt), code.join('binding.node'));
});

afterAll(() => code?.[Symbol.dispose]());

describeRuntimes('runs native code', runtimesMadeHere('nodejs'), ({ identifier: runtime }) => {
  const ask = async (action: string) => {
    const options = { code: code.path, runtime, timeoutSeconds: 30 };
    await using tested = await sandbox.create('native', options);
    const { payload, functionError } = await tested.invoke({ action });
    expect(functionError, JSON.stringify(payload)).toBeNull();
    return payload;
  };

  it('of a Node-API module that npm brings', async () => {
    expect(await ask('module')).toBe('a{color:red}');
  });

  it('in surroundings like Amazon Linux: shell, user, locale, time zones', async () => {
    expect(await ask('surroundings')).toEqual({
      shell: 'bash',
      user: 'sbx_user1051',
      charmap: 'UTF-8',
      zone: 'UTC',
      hourOfTheEpochInBerlin: '01',
    });
  });

  it('of programs and scripts that it has put into /tmp', async () => {
    expect(await ask('programs')).toEqual(['Linux', 'from a script']);
  });
});
