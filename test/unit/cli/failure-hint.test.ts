import { expect, test } from 'vitest';
import { failureHint } from '../../../src/cli/failure-hint.ts';
import { createScriptedFunction } from '../../support/scripted-function.ts';
import { TemporaryDirectory } from '../../support/temporary-directory.ts';

interface Case {
  readonly errorType: string;
  readonly errorMessage: string;
  readonly handler?: string;
  readonly files?: Readonly<Record<string, string>>;
  /** Of a zip file there is no directory to look into. */
  readonly zipped?: boolean;
  readonly imageMadeHere?: boolean;
}

async function hintOf({ handler = 'index.handler', files = {}, zipped, ...said }: Case) {
  const { errorType, errorMessage, imageMadeHere = true } = said;
  using temporary = new TemporaryDirectory();
  temporary.write(files);
  const path = temporary.path;
  const directory = zipped === true ? null : path;
  const payload = JSON.stringify({ errorType, errorMessage });
  const lambda = createScriptedFunction(() => ({ payload, functionError: 'Unhandled' }));
  const result = await lambda.invoke({});
  const limits = { imageMadeHere, timeoutSeconds: 3, memorySizeMb: 128 };
  const hint = await failureHint(result, { directory, handler, ...limits });
  return hint?.replaceAll(path, 'DIR') ?? null;
}

const missing = (module: string) => ({
  errorType: 'Runtime.ImportModuleError',
  errorMessage: `Error: Cannot find module '${module}'\nRequire stack:\n- /var/runtime/index.mjs`,
});

test('a wrong export names what there is and what was configured', async () => {
  const hint = await hintOf({
    errorType: 'Runtime.HandlerNotFound',
    errorMessage: 'app.main is undefined or not exported',
    handler: 'app.main',
    files: { 'app.js': 'exports.handler = async () => 1' },
  });
  expect(hint).toBe(
    'app.js exports handler; you configured app.main. Use --handler app.handler, or rename the ' +
      'export.',
  );
});

test('a handler in a folder is found there', async () => {
  const hint = await hintOf({
    errorType: 'Runtime.HandlerNotFound',
    errorMessage: 'src/app.main is undefined or not exported',
    handler: 'src/app.main',
    files: { 'src/app.mjs': 'export const run = 1;' },
  });
  expect(hint).toContain('src/app.mjs exports run; you configured src/app.main');
});

test('a file without exports is said to have none', async () => {
  const hint = await hintOf({
    errorType: 'Runtime.HandlerNotFound',
    errorMessage: 'index.handler is undefined or not exported',
    files: { 'index.js': 'async function handler() {}' },
  });
  expect(hint).toContain('index.js shows no export');
});

test('unbuilt TypeScript is recognised', async () => {
  const hint = await hintOf({ ...missing('index'), files: { 'index.ts': 'export {}' } });
  expect(hint).toContain('index.ts is TypeScript, which Lambda does not run: build it first');
});

test('a missing handler file: what there is instead', async () => {
  const hint = await hintOf({ ...missing('index'), files: { 'app.cjs': '', 'README.md': '' } });
  expect(hint).toBe(
    'index.handler asks for a file index.js; DIR has app.cjs. Perhaps --handler app.handler',
  );
});

test('a package that is named but not installed', async () => {
  const files = { 'index.js': '', 'package.json': '{"dependencies":{"@scope/pkg":"1"}}' };
  const hint = await hintOf({ ...missing('@scope/pkg/sub'), files });
  expect(hint).toBe(
    'package.json names @scope/pkg, but it is not installed: run npm install in DIR.',
  );
});

test('a package that nobody named', async () => {
  const hint = await hintOf({ ...missing('left-pad'), files: { 'index.js': '' } });
  expect(hint).toBe(
    'The package left-pad is not in DIR/node_modules: run npm install left-pad there.',
  );
});

test("a file of one's own that is not there", async () => {
  const hint = await hintOf({ ...missing('./Lib/db'), files: { 'index.js': '' } });
  expect(hint).toContain('./Lib/db is not in DIR as it was deployed');
});

test.each([
  ['/var/task/node_modules/x/b.node: invalid ELF header', 'node_modules/x/b.node'],
  ['/var/task/b.node: wrong ELF class: ELFCLASS32', 'b.node'],
])('a foreign native module: %s', async (errorMessage, file) => {
  const hint = await hintOf({ errorType: 'Runtime.ImportModuleError', errorMessage });
  expect(hint).toMatch(new RegExp(`^${file} was built for another system`));
  expect(hint).toContain('npm install --os=linux');
});

test.each([
  [
    'Runtime.UserCodeSyntaxError',
    'SyntaxError: Cannot use import statement outside a module',
    '.mjs',
  ],
  [
    'Runtime.UserCodeSyntaxError',
    'SyntaxError: Unexpected identifier',
    'node --check DIR/index.js',
  ],
  ['Runtime.MalformedHandlerName', 'Bad handler', 'index.handler'],
  ['Runtime.CallbackHandlerDeprecated', 'no', 'async function'],
  ['Sandbox.Timedout', 'Task timed out after 3.00 seconds', '--timeout'],
  ['Runtime.OutOfMemory', 'signal: killed', '--memory'],
])('%s: %s', async (errorType, errorMessage, remedy) => {
  const hint = await hintOf({ errorType, errorMessage, files: { 'index.js': '' } });
  expect(hint).toContain(remedy);
});

test('a function that throws gets no advice', async () => {
  expect(await hintOf({ errorType: 'TypeError', errorMessage: 'x is not a function' })).toBeNull();
});

test.each([
  "EACCES: permission denied, open '/var/task/lib/a.mjs'",
  'Error: fork/exec /var/task/lib/a.mjs: permission denied',
])('a closed file of a zip file says which mode it needs: %s', async (errorMessage) => {
  const failure = { errorType: 'Error', errorMessage };
  const hint = await hintOf({ ...failure, zipped: true });
  expect(hint).toMatch(/^\/var\/task\/lib\/a\.mjs has a mode that .* chmod -R a\+rX app/);
  expect(await hintOf(failure)).toBeNull();
});

test.each([
  missing('@aws-sdk/client-ec2'),
  {
    errorType: 'Error',
    errorMessage: "Cannot find package '@aws-sdk/client-ec2' imported from /var/task/index.mjs",
  },
])(
  'a client of the AWS SDK that only the image of AWS has is named: $errorType',
  async (failure) => {
    const hint = await hintOf(failure);
    expect(hint).toMatch(/the one made here has not @aws-sdk\/client-ec2\./);
    expect(hint).toContain('npm install @aws-sdk/client-ec2 in DIR');
    expect(hint).toMatch(/ client-dynamodb, .* client-s3, .* lib-dynamodb, /);
    const onTheirs = await hintOf({ ...failure, imageMadeHere: false });
    expect(onTheirs ?? '').not.toContain('made here');
  },
);
