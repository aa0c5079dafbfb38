import { beforeAll, expect, test } from 'vitest';
import { functionCode } from './harness/function-code.ts';
import { extensionError, probe, probeCode, probeExtensions } from './harness/probe.ts';
import { parseReport } from './harness/report-line.ts';
import type { DeployedFunction, InvokeAnswer } from './harness/target.ts';
import { useTarget } from './harness/use-target.ts';

const target = useTarget();
const code = functionCode('node-logs');
/** Fails in its module code, time after time. */
let failing: DeployedFunction;
let deployed: DeployedFunction;
let extended: DeployedFunction;
/** The lines of one event each. */
let cold: readonly string[];
let warm: readonly string[];
let warmId: string;
let failed: readonly string[];
let hung: Promise<readonly string[]>;

const node = (name: string, file: string, timeoutSeconds = 10) =>
  target.deploy({
    ...{ name, runtime: 'nodejs24.x', code, handler: `${file}.handler` },
    memorySizeMb: 512,
    timeoutSeconds,
  });

beforeAll(async () => {
  // Its init takes the whole window of 10 s, beside everything else.
  hung = node('hangs', 'hangs', 1).then((hanging) => logOf(hanging));
  [deployed, failing, extended] = await Promise.all([
    node('text', 'index'),
    node('failing', 'fails'),
    target.deploy({
      name: 'extended',
      runtime: 'provided.al2023',
      code: await probeCode([{ print: 'init\n' }]),
      layer: await probeExtensions({
        watcher: { register: { events: ['INVOKE', 'SHUTDOWN'] } },
        idle: { register: { events: [] } },
      }),
    }),
  ]);
  cold = await logOf(deployed, { action: 'levels' });
  const answer = await deployed.invoke({ action: 'levels' });
  warmId = answer.requestId;
  warm = await deployed.logOf(answer);
  failed = await logOf(failing);
});

async function logOf(asked: DeployedFunction, event: unknown = {}): Promise<readonly string[]> {
  return asked.logOf(await asked.invoke(event));
}

const withoutFigures = (line: string) => line.replace(/\d+\.\d\d ms/g, 'N ms');

test('5.2-1 init begins with version and ARN of a managed runtime, once', () => {
  expect(cold[0]).toMatch(
    new RegExp(
      '^INIT_START Runtime Version: nodejs:24\\.[^\\t ]+\t' +
        'Runtime Version ARN: arn:aws:lambda:[a-z0-9-]+::runtime:[0-9a-f]{64}$',
    ),
  );
  const starts = failed.filter((line) => line.startsWith('INIT_START'));
  expect(starts).toHaveLength(1);
});

test('5.2-2 a line for each extension behind the init, its events as registered', async () => {
  const lines = await logOf(extended, { steps: [] });
  const told = lines.filter((line) => line.startsWith('EXTENSION'));
  expect(told.toSorted()).toEqual([
    'EXTENSION\tName: idle\tState: Ready\tEvents: []',
    'EXTENSION\tName: watcher\tState: Ready\tEvents: [INVOKE, SHUTDOWN]',
  ]);
  const places = told.map((line) => lines.indexOf(line));
  expect(Math.min(...places)).toBeGreaterThan(lines.indexOf('init'));
  const start = lines.findIndex((line) => line.startsWith('START'));
  expect(Math.max(...places)).toBeLessThan(start);
});

test('5.2-2 an extension that fails has another state, and its error', async () => {
  const broken = await target.deploy({
    ...{ name: 'broken-extension', runtime: 'provided.al2023', code: await probeCode() },
    layer: await probeExtensions({
      failing: {
        register: { events: ['INVOKE'] },
        registered: [extensionError('init', 'Extension.NoConfiguration'), { exit: 1 }],
      },
    }),
  });
  const lines = (await logOf(broken)).filter((line) => /^(EXTENSION|INIT_REPORT)/.test(line));
  const [line, report] = lines;
  const error = '\tEvents: \\[INVOKE\\]\tError Type: Extension\\.NoConfiguration$';
  expect(line).toMatch(new RegExp(`^EXTENSION\tName: failing\tState: (?!Ready)\\w+${error}`));
  expect(report).toMatch(/^INIT_REPORT .*\tError Type: Extension\.InitError$/);
});

test('5.2-4 5.2-5 an event begins with START and ends with END', () => {
  expect(warm[0]).toBe(`START RequestId: ${warmId} Version: $LATEST`);
  expect(warm.at(-2)).toBe(`END RequestId: ${warmId}`);
});

test('5.2-6 a report, to the TAB at its end', () => {
  expect(warm.at(-1)).toMatch(
    new RegExp(
      `^REPORT RequestId: ${warmId}\tDuration: \\d+\\.\\d\\d ms\tBilled Duration: \\d+ ms\t` +
        'Memory Size: 512 MB\tMax Memory Used: \\d+ MB\t$',
    ),
  );
});

test('5.2-7 the report of a cold start has Init Duration at its end', () => {
  expect(cold.at(-1)).toMatch(/\tMax Memory Used: \d+ MB\tInit Duration: \d+\.\d\d ms\t$/);
});

test('5.2-9 a report of a timeout and of an exit ends with the status, without a TAB', async () => {
  const hasty = await node('hasty', 'index', 1);
  const late = await logOf(hasty, { action: 'wait', ms: 60_000 });
  expect(late.at(-1)).toMatch(
    /\tDuration: 1000\.00 ms\t.* MB\tInit Duration: \d+\.\d\d ms\tStatus: timeout$/,
  );
  const exited = await logOf(deployed, { action: 'exit', code: 3 });
  expect(parseReport(exited.at(-1))).toMatchObject({
    rest: 'Status: error\tError Type: Runtime.ExitError',
  });
});

test('5.2-10 the report of a traced event has a second line', async () => {
  const [root, segment] = ['1-5759e988-bd862e3fe1be46a994272793', '53995c3f42cd8ad8'];
  const traceOf = async (sampled: string) => {
    const header = `Root=${root};Parent=${segment};Sampled=${sampled}`;
    const headers = { 'X-Amzn-Trace-Id': header };
    const answer = await deployed.invoke({ action: 'nothing' }, { headers });
    return parseReport((await deployed.logOf(answer)).at(-1)).rest;
  };
  expect(await traceOf('1')).toMatch(
    new RegExp(`^\nXRAY TraceId: ${root}\tSegmentId: [0-9a-f]{16}\tSampled: true\t$`),
  );
  expect(await traceOf('0')).toBe('');
});

test('5.2-11 a report of an init that failed, one of an init that took too long', async () => {
  const reports = failed.filter((line) => line.startsWith('INIT_REPORT')).map(withoutFigures);
  expect(reports).toEqual(
    ['init', 'invoke'].map(
      (phase) =>
        `INIT_REPORT Init Duration: N ms\tPhase: ${phase}\tStatus: error\t` +
        'Error Type: Runtime.Unknown',
    ),
  );
  expect((await hung).filter((line) => line.startsWith('INIT_REPORT'))).toEqual([
    'INIT_REPORT Init Duration: 10000.00 ms\tPhase: init\tStatus: timeout',
    'INIT_REPORT Init Duration: 1000.00 ms\tPhase: invoke\tStatus: timeout',
  ]);
});

test('5.2-13 an image whose program cannot be started says what was tried', async () => {
  const image = { entryPoint: ['/nowhere', '-x'], command: ['a', 'b'], workingDirectory: '/tmp' };
  const broken = await target.deploy({
    ...{ name: 'broken', runtime: 'provided.al2023', code: await probeCode(), image },
  });
  const lines = await logOf(broken);
  expect(lines).toContain(
    'IMAGE\tLaunch error: fork/exec /nowhere: no such file or directory\t' +
      'Entrypoint: [/nowhere,-x]\tCmd: [a,b]\tWorkingDir: [/tmp]',
  );
});

test('5.2-14 Max Memory Used is the most of the environment’s whole life', async () => {
  const used = async (event: unknown) => parseReport((await logOf(deployed, event)).at(-1));
  const before = await used({ action: 'nothing' });
  const full = await used({ action: 'fill', megabytes: 150 });
  expect(full.memoryUsedMb).toBeGreaterThan(before.memoryUsedMb + 100);
  expect(await used({ action: 'nothing' })).toMatchObject({ memoryUsedMb: full.memoryUsedMb });
  const alone = parseReport((await logOf(extended, { steps: [] })).at(-1)).memoryUsedMb;
  const { seen } = await probe(extended, [{ allocateMb: 50 }]);
  expect(seen).toHaveLength(1);
  const grown = parseReport((await logOf(extended, { steps: [] })).at(-1)).memoryUsedMb;
  expect(grown).toBeGreaterThan(alone + 40);
});

test('5.2-15 the order of lines: a cold start, and an init that fails twice', () => {
  const pattern = /^(INIT_START|START|END|REPORT|INIT_REPORT(?=.*Phase: (\w+)))/;
  const words = (lines: readonly string[]) =>
    lines
      .map((line) => pattern.exec(line))
      .map((match) => match?.slice(1).join(' ').trim() ?? 'own');
  expect(words(cold).filter((word) => word !== 'own')).toEqual([
    'INIT_START',
    'START',
    'END',
    'REPORT',
  ]);
  const told = words(failed).filter((word, at, all) => word !== 'own' || all[at - 1] !== 'own');
  expect(told).toEqual([
    'INIT_START',
    'own',
    'INIT_REPORT init',
    'own',
    'INIT_REPORT invoke',
    'START',
    'END',
    'REPORT',
  ]);
});

test('5.2-16 the lines of old are not there', async () => {
  const exit: InvokeAnswer = await deployed.invoke({ action: 'exit', code: 1 });
  await deployed.logOf(exit);
  const after = await logOf(deployed, { action: 'nothing' });
  expect(after[0]).toMatch(/^INIT_|^START/);
  for (const line of deployed.log()) {
    expect(line).not.toMatch(/^RequestId: |^Runtime\.ExitError$|Task timed out/);
  }
});
