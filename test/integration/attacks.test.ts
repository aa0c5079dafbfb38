import { afterAll, beforeAll, expect, it } from 'vitest';
import type { FunctionOptions } from '../../src/function-options.ts';
import { HostileFunction } from '../support/hostile-function.ts';
import { platformError } from '../support/platform-error.ts';
import { type TestFunction, useSandbox } from '../support/test-sandbox.ts';

const tests = useSandbox();
let hostile: HostileFunction;
let neighbour: TestFunction;

interface Attack {
  readonly does: string;
  readonly event: string;
  /** What it answers, where it lives; `null` is no word at all. */
  readonly answers?: string | RegExp | null;
  /** The error's type and text, where it does not. */
  readonly fails?: readonly [type: string, text: string];
  /** A line of the log that says so. */
  readonly logs?: RegExp;
  /** It cannot look at other processes afterwards: a reset comes first. */
  readonly blind?: true;
  readonly runtime?: 'framed';
}

const outOfMemory = ['Runtime.OutOfMemory', 'Runtime exited with error: signal: killed'] as const;

const attacks: readonly Attack[] = [
  // Says what was not denied of kill, stop, ptrace, renice, read and so on.
  {
    does: 'PID 1, the clock, the host name, limits and mounts',
    event: 'attackSystem',
    answers: null,
  },
  { does: 'kills all that it may', event: 'killAll', answers: '<nil>, signal: killed' },
  { does: 'forks to the limit', event: 'forks', answers: /^almost all forked true/, blind: true },
  { does: 'starts 10,000 threads', event: 'threads 10000', answers: 'exit status 2' },
  { does: 'spins in 50 threads', event: 'whirl 50 2s', answers: '<nil>' },
  { does: 'leaves 1,000 orphans', event: 'orphanShells 1000', answers: '<nil>' },
  { does: 'fills /tmp', event: 'fill', answers: /no space left on device$/ },
  { does: 'eats memory', event: 'eat 1000', fails: outOfMemory },
  { does: 'hoards descriptors', event: 'hoard', answers: 'opened true', blind: true },
  { does: 'closes its standard streams', event: 'closeAll', answers: 'closed' },
  {
    does: 'closes every descriptor',
    event: 'closeEverything',
    fails: ['Runtime.ExitError', 'Runtime exited with error: exit status 9'],
  },
  { does: 'takes its own limits away', event: 'limits', answers: 'limited', blind: true },
  {
    does: 'floods its log',
    event: 'flood 40000',
    answers: 'flooded',
    logs: /^lambox: \d+ lines left out here/,
  },
  {
    does: 'writes garbage to the framing descriptor',
    event: 'garbage 32',
    answers: 'framed',
    logs: /^lambox: \d+ records and \d+ bytes of the log are left out here/,
    runtime: 'framed',
  },
];

beforeAll(async () => {
  hostile = await HostileFunction.build();
  neighbour = await tests.create('echo');
  await neighbour.invoke();
});

afterAll(() => hostile[Symbol.dispose]());

const create = (options: Partial<FunctionOptions> = hostile.provided) =>
  tests.create('hostile', { timeoutSeconds: 150, ...options });

/** The neighbour answers event upon event, in one environment, until the attack is over. */
async function besideTheNeighbour<Result>(attack: Promise<Result>): Promise<Result> {
  let over = false;
  const ended = attack.finally(() => {
    over = true;
  });
  ended.catch(() => undefined);
  for (let n = 1; !over; n += 1) {
    const { payload, functionError, startKind } = await neighbour.invoke({ n });
    expect({ payload, functionError, startKind }).toEqual({
      payload: { n },
      functionError: null,
      startKind: 'warm',
    });
  }
  return ended;
}

it.each(attacks)('$does: all is well after it, and beside it', async (attack) => {
  await using attacker = await create(hostile[attack.runtime ?? 'provided']);
  const { environmentId } = await attacker.invoke('say first');
  const result = await besideTheNeighbour(attacker.invoke(attack.event));
  expect(result).toMatchObject({ environmentId, startKind: 'warm' });
  if (attack.fails === undefined) {
    expect(result.functionError, JSON.stringify(result.payload)).toBeNull();
    expect(result.report).toMatchObject({ status: 'success', errorType: null });
    const { answers } = attack;
    if (answers instanceof RegExp) expect(result.payload).toMatch(answers);
    else expect(result.payload).toBe(answers);
  } else {
    const [errorType, text] = attack.fails;
    expect(result.functionError).toBe('Unhandled');
    expect(result.payload).toEqual(platformError(result, errorType, text));
    expect(result.report).toMatchObject({ status: 'error', errorType });
  }
  if (attack.logs !== undefined) {
    const { logs } = result;
    expect(logs.some(({ text }) => attack.logs?.test(text))).toBe(true);
  }
  const startKind = attack.fails === undefined ? 'warm' : 'reset';
  const said = { payload: 'next', functionError: null, environmentId, startKind };
  expect(await attacker.invoke('say next')).toMatchObject(said);
  if (attack.blind) await attacker.invoke('exit');
  expect(await attacker.invoke('zombies')).toMatchObject({ payload: '0 zombies', environmentId });
});

it.each([1, 400])('eats memory in processes, %i: all is well after it', async (count) => {
  await using attacker = await create();
  const { environmentId } = await attacker.invoke('say first');
  const event = `eatMany ${count} ${4_000 / count}`;
  const { payload, report } = await besideTheNeighbour(attacker.invoke(event));
  // The kernel may take the runtime, too, before what the others had is free.
  if (payload !== 'done') expect(report).toMatchObject({ errorType: 'Runtime.OutOfMemory' });
  expect(await attacker.invoke('say next')).toMatchObject({ payload: 'next', environmentId });
  expect(await attacker.invoke('zombies')).toMatchObject({ payload: '0 zombies', environmentId });
});
