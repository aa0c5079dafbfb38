import { expect, test } from 'vitest';
import { functionCode } from './harness/function-code.ts';
import type { DeployedFunction, FunctionSpecification } from './harness/target.ts';
import { useTarget } from './harness/use-target.ts';

const target = useTarget();
const deploy = (name: string, more: Partial<FunctionSpecification> = {}) =>
  target.deploy({ name, runtime: 'python3.13', code: functionCode('python-logs'), ...more });

/** What the function itself logs of one event, and the event's id. */
async function linesOf(deployed: DeployedFunction, action: string) {
  const answer = await deployed.invoke({ action });
  const lines = await deployed.logOf(answer);
  const start = lines.findIndex((line) => line.startsWith('START'));
  return { lines: lines.slice(start + 1, -2), id: answer.requestId };
}

const stamp = '\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d';

test('5.6-2 C-15 lines of logging have four parts, print is raw, errors have frames', async () => {
  const deployed = await deploy('lines');
  const { lines, id } = await linesOf(deployed, 'lines');
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatch(
    new RegExp(`^\\[WARNING\\]\t${stamp}\\.\\d{3}Z\t${id}\tfirst\nsecond\n?$`),
  );
  expect((await linesOf(deployed, 'prints')).lines).toEqual(['one', 'two\rstill two']);
  const failed = await linesOf(deployed, 'throw');
  expect(failed.lines).toHaveLength(1);
  const [first, second, third] = failed.lines[0]?.split('\n') ?? [];
  expect([first, second]).toEqual([
    '[ERROR] ValueError: no such order',
    'Traceback (most recent call last):',
  ]);
  expect(third).toMatch(/^\u00a0\u00a0File "\/var\/task\/index\.py", line \d+, in handler$/);
});

test('5.5-17 the documents of Python have their members in order, from the level on', async () => {
  const loggingConfig = { logFormat: 'JSON', applicationLogLevel: 'WARN' } as const;
  const deployed = await deploy('documents', { loggingConfig });
  const own = async (action: string) => {
    const answer = await deployed.invoke({ action });
    const documents = (await deployed.logOf(answer)).map((line) => JSON.parse(line));
    const { requestId } = answer;
    return { requestId, documents: documents.filter((document) => !('type' in document)) };
  };
  const { requestId, documents } = await own('levels');
  expect(documents).toEqual([
    {
      timestamp: expect.stringMatching(new RegExp(`^${stamp}Z$`)),
      level: 'WARNING',
      message: 'by warning',
      logger: 'orders',
      requestId,
    },
  ]);
  expect(Object.keys(documents[0])).toEqual([
    'timestamp',
    'level',
    'message',
    'logger',
    'requestId',
  ]);
});
