import { beforeAll, expect, test } from 'vitest';
import { functionCode } from './harness/function-code.ts';
import type { DeployedFunction } from './harness/target.ts';
import { useTarget } from './harness/use-target.ts';

const target = useTarget();
const code = functionCode('node-logs');
let deployed: DeployedFunction;
let shared: DeployedFunction;

interface Names {
  readonly group: string;
  readonly stream: string;
  readonly variables: readonly [string, string];
}

beforeAll(async () => {
  const specification = { runtime: 'nodejs24.x', code } as const;
  [deployed, shared] = await Promise.all([
    target.deploy({ ...specification, name: 'events' }),
    target.deploy({
      ...specification,
      name: 'shared',
      loggingConfig: { logGroup: '/group/of#all' },
    }),
  ]);
});

async function namesOf(asked: DeployedFunction): Promise<Names> {
  return JSON.parse((await asked.invoke({ action: 'names' })).body);
}

test('5.1-1 the group is the function’s own', async () => {
  const { group, variables } = await namesOf(deployed);
  expect(group).toBe('/aws/lambda/events');
  expect(variables[0]).toBe(group);
});

test('5.1-2 the stream has the day in UTC, the version and 32 digits', async () => {
  const { stream, variables } = await namesOf(deployed);
  const [, year, month, day] =
    /^(\d{4})\/(\d\d)\/(\d\d)\/\[\$LATEST\][0-9a-f]{32}$/.exec(stream) ?? [];
  const beganMs = Date.parse(`${year}-${month}-${day}T00:00:00Z`);
  expect(Date.now() - beganMs).toBeGreaterThanOrEqual(0);
  expect(Date.now() - beganMs).toBeLessThan(25 * 3_600_000);
  expect(variables[1]).toBe(stream);
});

test('5.1-3 the stream in a group of one’s own names the function', async () => {
  const { group, stream } = await namesOf(shared);
  expect(group).toBe('/group/of#all');
  expect(stream).toMatch(/^\d{4}\/\d\d\/\d\d\/shared\[\$LATEST\][0-9a-f]{32}$/);
});

test('5.1-4 a stream is an environment’s: it survives a reset, another has its own', async () => {
  const before = await namesOf(deployed);
  expect((await deployed.invoke({ action: 'exit', code: 1 })).body).toContain('Runtime.ExitError');
  expect((await namesOf(deployed)).stream).toBe(before.stream);
  expect((await namesOf(shared)).stream.slice(-32)).not.toBe(before.stream.slice(-32));
});

test('5.1-5 an event for each line that is not empty, and for each record', async () => {
  const answer = await deployed.invoke({ action: 'lines' });
  const lines = (await deployed.logOf(answer)).slice(1, -2);
  const [message] = lines.filter((line) => line.includes('a message'));
  expect(lines.filter((line) => line !== message)).toEqual(['one', 'two\rthree', 'four']);
  expect(message).toMatch(/\ta message\nof two lines$/);
});

test('5.1-6 a line has the time of its arrival, a record its own', async () => {
  const beganMs = Date.now();
  await deployed.logOf(await deployed.invoke({ action: 'times' }));
  const written = await deployed.logged(/\tframed$/);
  expect(deployed.timeOf(/\tframed$/)).toBe(Date.parse(written.slice(0, 24)));
  const raw = deployed.timeOf(/^raw$/);
  expect(raw).toBeGreaterThanOrEqual(beganMs + 50);
  expect(raw).toBeLessThanOrEqual(Date.now());
});
