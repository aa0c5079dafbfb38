import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readConfiguration } from '../../src/configuration.ts';
import type { ContainerEngine } from '../../src/engine/container-engine.ts';
import { findEngine } from '../../src/engine/find-engine.ts';
import { emulationNotice } from '../../src/package/emulation.ts';
import { createSandbox, type Sandbox } from '../../src/sandbox.ts';
import { functionDirectory } from '../support/function-directory.ts';
import { buildGoProgram } from '../support/go-toolchain.ts';
import { lambox } from '../support/lambox-command.ts';
import { TemporaryDirectory } from '../support/temporary-directory.ts';
import { checkedFunction } from '../support/test-sandbox.ts';

// A program of another processor's is many times slower, and the machine may be busy.
const limits = { memorySizeMb: 1769, timeoutSeconds: 120 };
const reference = `lambox-test/emulated:${process.pid}`;
const foreign = process.arch === 'arm64' ? 'x86_64' : 'arm64';

async function isEmulated(): Promise<boolean> {
  const own = foreign === 'arm64' ? 'x86_64' : 'arm64';
  const engine = { architecture: own, local: true } as const;
  const notice = emulationNotice(engine, { reference, architecture: foreign });
  return notice.then(
    () => true,
    () => false,
  );
}

describe.runIf(await isEmulated())('an image for another processor, emulated', () => {
  const said: string[] = [];
  let engine: ContainerEngine;
  let sandbox: Sandbox;

  beforeAll(async () => {
    using context = new TemporaryDirectory();
    context.write({ Dockerfile: 'FROM scratch\nCOPY program /app\nENTRYPOINT ["/app"]\n' });
    const architecture = foreign === 'arm64' ? 'arm64' : 'amd64';
    const source = functionDirectory('go', 'provided');
    await buildGoProgram(source, context.join('program'), architecture);
    const configuration = readConfiguration();
    engine = await findEngine(configuration.engine);
    const platform = `linux/${architecture}`;
    await engine.buildImage(context.path, { reference, dockerfile: 'Dockerfile', platform });
    sandbox = await createSandbox({ configuration, onProgress: (line) => said.push(line) });
  });

  afterAll(async () => {
    await sandbox[Symbol.asyncDispose]();
    await engine.removeImage(reference);
    await engine.close();
  });

  it('runs, frozen between events, and it is said', async () => {
    await using tested = checkedFunction(
      await sandbox.createFunction({ code: reference, ...limits }),
    );
    expect((await tested.invoke({ value: 'ü' })).payload).toEqual({ count: 1, value: 'ü' });
    const warm = await tested.invoke({ value: 2 });
    expect(warm).toMatchObject({ startKind: 'warm', payload: { count: 2, value: 2 } });
    expect(warm.report.maxMemoryUsedMb).toBeGreaterThan(0);
    expect(tested.lambda).toMatchObject({
      emulated: true,
      configuration: { architecture: foreign },
    });
    expect(said).toContainEqual(expect.stringContaining('its timings are not comparable'));
  });

  it('errors and exits are what they are elsewhere, and the next event is served', async () => {
    await using tested = checkedFunction(
      await sandbox.createFunction({ code: reference, ...limits }),
    );
    const failed = await tested.invoke({ action: 'error' });
    expect(failed.payload).toMatchObject({ errorMessage: 'no such order' });
    const exited = await tested.invoke({ action: 'exit', value: 3 });
    expect(exited.payload).toMatchObject({
      errorType: 'Runtime.ExitError',
      errorMessage: expect.stringMatching(/exit status 3$/),
    });
    expect(await tested.invoke({})).toMatchObject({ startKind: 'reset', functionError: null });
  });

  it('whatever shows times says that they are not comparable', async () => {
    const flags = ['-m', '1769', '--timeout', '120'];
    const { stderr } = await lambox(['invoke', reference, ...flags]);
    expect(stderr).toMatch(/^cold start .*\n {2}emulated: timings not comparable$/m);
    const document = await lambox(['invoke', reference, ...flags, '--json']);
    expect(JSON.parse(document.stdout)).toMatchObject({ function: { emulated: true } });
    const few = ['--cold', '1', '--warm', '1'];
    const bench = await lambox(['bench', reference, ...flags, ...few]);
    expect(bench.stdout).toContain('emulated, timings not comparable: emulated at 1,769 MB');
    const trace = await lambox(['trace', reference, ...flags]);
    expect(trace.stdout).toContain('(emulated: timings not comparable)');
  });

  it('check names the architecture, unless the function is configured for it', async () => {
    const wrong = await sandbox.check({ code: reference, ...limits });
    expect(wrong.findings).toMatchObject([{ id: 'architecture', what: reference }]);
    expect(wrong.notes).toEqual([expect.stringContaining('it was emulated')]);
    const platform = foreign === 'arm64' ? 'linux/arm64' : 'linux/amd64';
    const right = await sandbox.check({ code: reference, ...limits, platform });
    expect(right.findings).toEqual([]);
  });
});
