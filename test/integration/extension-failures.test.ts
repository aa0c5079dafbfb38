import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import type { LogEntry } from '../../src/invocation/invocation-result.ts';
import { bridgeHost } from '../support/bridge-host.ts';
import { useExtensionImages } from '../support/extension-images.ts';
import { platformNotes } from '../support/function-lines.ts';
import { platformError } from '../support/platform-error.ts';
import type { TestFunction } from '../support/test-sandbox.ts';

const images = useExtensionImages({ nodejs: ['go', 'broken'] });

const withGo = (misbehaviour: string) =>
  images.create('nodejs', 'go', { variables: { GO_EXTENSION: misbehaviour } });

describe('an extension that fails in init', () => {
  it.each([
    ['init=error:Extension.NoConfig', 'Extension.InitError', 'Extension.NoConfig', 'InitError'],
    ['init=exit:0', 'Extension.Crash', 'exit code 0', 'Registered'],
    ['init=exit:3', 'Extension.Crash', 'exit status 3', 'Registered'],
    ['init=kill', 'Extension.Crash', 'signal: killed', 'Registered'],
    ['start=exit:1', 'Extension.Crash', 'exit status 1', 'Started'],
  ])('by %s: %s, after the second try', async (misbehaviour, errorType, said, state) => {
    await using tested = await withGo(misbehaviour);
    const result = await tested.invoke();
    expect(result.payload).toEqual(platformError(result, errorType, said));
    const events = state === 'Started' ? '' : 'INVOKE, SHUTDOWN';
    const type = state === 'InitError' ? `\tError Type: ${said}` : '';
    const ready = `EXTENSION\tName: go\tState: ${state}\tEvents: [${events}]${type}`;
    const report = (phase: string) =>
      expect.stringMatching(
        `^INIT_REPORT Init Duration: .* ms\tPhase: ${phase}\t` +
          `Status: error\tError Type: ${errorType}$`,
      );
    expect(platformNotes(result)).toEqual([ready, report('init'), ready, report('invoke')]);
    expect(result.logs.at(-1)?.text).toMatch(`\tStatus: error\tError Type: ${errorType}`);
  });

  it('by never being done: its state is told with each try', async () => {
    await using tested = await images.create('nodejs', 'go', {
      variables: { GO_EXTENSION: 'init=hang' },
      timeoutSeconds: 3,
    });
    const result = await tested.invoke();
    expect(result.payload).toMatchObject({ errorType: 'Sandbox.Timedout' });
    const state = 'EXTENSION\tName: go\tState: Registered\tEvents: [INVOKE, SHUTDOWN]';
    expect(platformNotes(result)).toEqual([
      state,
      'INIT_REPORT Init Duration: 10000.00 ms\tPhase: init\tStatus: timeout',
      state,
      'INIT_REPORT Init Duration: 3000.00 ms\tPhase: invoke\tStatus: timeout',
    ]);
  });

  it('because it cannot be started: Extension.LaunchError', async () => {
    await using tested = await images.create('nodejs', 'broken');
    const result = await tested.invoke();
    expect(result.payload).toEqual(
      platformError(
        result,
        'Extension.LaunchError',
        'fork/exec /opt/extensions/broken: permission denied',
      ),
    );
    expect(platformNotes(result)).toContain(
      'EXTENSION\tName: broken\tState: LaunchError\tEvents: []\tError Type: PermissionDenied',
    );
  });
});

describe('an extension that fails while an event is served', () => {
  const waits = { action: 'wait', value: 8_000 };

  it.each([
    ['invoke=exit:2', 'Extension.Crash', 'exit status 2'],
    ['invoke=error:Extension.Lost', 'Extension.ExitError', 'Extension.Lost'],
  ])('by %s before the answer is the answer: %s', async (misbehaviour, errorType, said) => {
    await using tested = await withGo(misbehaviour);
    const result = await tested.invoke(waits);
    expect(result.payload).toEqual(platformError(result, errorType, said));
    expect(result.report).toMatchObject({ status: 'error', errorType });
    const after = await tested.invoke(waits);
    expect([after.startKind, after.startReason]).toEqual(['reset', 'afterFailure']);
  });

  it('after the answer changes nothing of it, and resets the environment', async () => {
    const misbehaviour = 'invoke=slow:1s invoke-then=exit';
    await using tested = await withGo(misbehaviour);
    const result = await tested.invoke();
    expect(result.functionError).toBeNull();
    expect(result.report).toMatchObject({ status: 'error', errorType: 'Extension.Crash' });
    expect(await toldOfNext(tested)).toEqual(['reset', 'afterFailure']);
  });
});

describe('the end of an environment', () => {
  it('is told with the reason spindown and the rest of 2 s', async () => {
    await using witness = await createWitness();
    const variables = { WITNESS: witness.url };
    const tested = await images.create('nodejs', 'go', { variables });
    await tested.invoke();
    await tested[Symbol.asyncDispose]();
    const [reason, remaining] =
      /^SHUTDOWN (\w+) (\d+)$/.exec(witness.said[0] ?? '')?.slice(1) ?? [];
    expect(reason).toBe('spindown');
    expect(Number(remaining)).toBeLessThanOrEqual(2_000);
    expect(Number(remaining)).toBeGreaterThan(0);
    expect(witness.said).toHaveLength(1);
  });

  it('is heard by whoever listens to the log', async () => {
    const heard: string[] = [];
    const onLog = ({ text }: LogEntry) => heard.push(text);
    const tested = await images.create('nodejs', 'go', { onLog });
    await tested.invoke();
    await tested[Symbol.asyncDispose]();
    expect(heard.at(-1)).toBe('go: ends by spindown');
  });

  it('comes after 2 s where the extension goes on', async () => {
    const tested = await withGo('shutdown=hang');
    await tested.invoke();
    const elapsedMs = await elapsedOf(() => tested[Symbol.asyncDispose]());
    expect(elapsedMs).toBeGreaterThanOrEqual(1_999);
  });
});

async function toldOfNext(tested: TestFunction) {
  const { startKind, startReason } = await tested.invoke();
  return [startKind, startReason];
}

async function elapsedOf(act: () => PromiseLike<void>): Promise<number> {
  const beganAtMs = performance.now();
  await act();
  return performance.now() - beganAtMs;
}

/** Somebody outside the container, whom a function reaches over the engine's bridge. */
async function createWitness() {
  const said: string[] = [];
  const server = createServer(async (request, response) => {
    said.push(await text(request));
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '0.0.0.0', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    said,
    url: `http://${bridgeHost()}:${port}/`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
    },
  };
}
