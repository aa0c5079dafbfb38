import { chmodSync, writeFileSync } from 'node:fs';
import { afterAll, expect, test } from 'vitest';
import { TemporaryDirectory } from '../support/temporary-directory.ts';
import { useSandbox } from '../support/test-sandbox.ts';
import { writeZip } from '../support/zip-writer.ts';

const tests = useSandbox();
const directory = new TemporaryDirectory();
afterAll(() => directory[Symbol.dispose]());

const code = `
const { execFileSync } = require('node:child_process');
const { readFileSync, statSync, writeFileSync } = require('node:fs');
exports.handler = async () => {
  const attempt = (work) => { try { return work(); } catch (error) { return error.code; } };
  return {
    modules: [require('shared'), require('versioned'), require('own')],
    tool: execFileSync('layer-tool', { encoding: 'utf8' }),
    shadowed: readFileSync('/opt/shadowed', 'utf8'),
    closed: attempt(() => readFileSync('/opt/closed', 'utf8')),
    written: attempt(() => writeFileSync('/opt/x', '')),
    mode: (statSync('/opt').mode & 0o777).toString(8),
  };
};
`;

/** Registers, says so and asks for events. */
const extension = `#!/var/lang/bin/node
const api = 'http://' + process.env.AWS_LAMBDA_RUNTIME_API + '/2020-01-01/extension/';
const run = async () => {
  const headers = { 'Lambda-Extension-Name': 'watcher' };
  const body = JSON.stringify({ events: ['INVOKE'] });
  const answer = await fetch(api + 'register', { method: 'POST', headers, body });
  const id = answer.headers.get('lambda-extension-identifier');
  console.log('watcher of a layer has registered');
  for (;;) await fetch(api + 'event/next', { headers: { 'Lambda-Extension-Identifier': id } });
};
run();
`;

test('modules, programs, files and extensions of layers, in their order, read-only', async () => {
  directory.write({
    'app/index.js': code,
    'app/node_modules/own/index.js': 'module.exports = "of the function";',
    'first/nodejs/node_modules/shared/index.js': 'module.exports = "shared by all";',
    'first/nodejs/node_modules/versioned/index.js': 'module.exports = "for any";',
    'first/nodejs/node_modules/own/index.js': 'module.exports = "of a layer";',
    'first/bin/layer-tool': '#!/bin/sh\nprintf "of /opt/bin"',
    'first/shadowed': 'first',
  });
  chmodSync(directory.join('first/bin/layer-tool'), 0o755);
  const second = [
    {
      name: 'nodejs/node24/node_modules/versioned/index.js',
      content: 'module.exports = "for 24";',
    },
    { name: 'extensions/watcher', content: extension, mode: 0o100755 },
    { name: 'shadowed', content: 'second' },
    { name: 'closed', content: 'closed', mode: 0o100640 },
  ];
  writeFileSync(directory.join('second.zip'), writeZip(second));
  await using tested = await tests.create('echo', {
    code: directory.join('app'),
    layers: [directory.join('first'), directory.join('second.zip')],
    reportLimits: true,
    timeoutSeconds: 60,
  });
  const { payload, logs, limits = [] } = await tested.invoke();
  expect(payload).toEqual({
    modules: ['shared by all', 'for 24', 'of the function'],
    tool: 'of /opt/bin',
    shadowed: 'second',
    closed: 'EACCES',
    written: 'EROFS',
    mode: '755',
  });
  expect(logs.map(({ text }) => text)).toContain('watcher of a layer has registered');
  const { codeSizeBytes, layers } = tested.lambda.package;
  expect(layers).toHaveLength(2);
  const sum = layers.reduce((bytes, layer) => bytes + layer.sizeBytes, codeSizeBytes);
  expect(limits.find(({ name }) => name === 'code')?.used).toBe(sum);
});

test('a runtime of a layer, which starts programs from /opt/bin and /tmp', async () => {
  const bootstrap = `#!/bin/sh
api="http://$AWS_LAMBDA_RUNTIME_API/2018-06-01/runtime/invocation"
printf '#!/bin/sh\\nprintf "of %%s" "$0"' > /tmp/tool
chmod +x /tmp/tool
while :; do
  id=$(curl -s -D - -o /dev/null "$api/next" | tr -d '\\r' \\
    | sed -n 's/^lambda-runtime-aws-request-id: //Ip')
  answer=$(printf '"%s",' "$0" "$_HANDLER" "$(layer-tool)" "$(/tmp/tool)")
  curl -s -d "[\${answer%,}]" "$api/$id/response" > /dev/null
done
`;
  directory.write({ 'plain/data': '', 'runtime/bootstrap': bootstrap });
  directory.write({ 'runtime/bin/layer-tool': '#!/bin/sh\nprintf "of /opt/bin"' });
  for (const program of ['bootstrap', 'bin/layer-tool']) {
    chmodSync(directory.join('runtime', program), 0o755);
  }
  await using tested = await tests.create('echo', {
    code: directory.join('plain'),
    runtime: 'provided.al2023',
    handler: 'any.handler',
    layers: [directory.join('runtime')],
    timeoutSeconds: 60,
  });
  expect((await tested.invoke()).payload).toEqual([
    '/opt/bootstrap',
    'any.handler',
    'of /opt/bin',
    'of /tmp/tool',
  ]);
});
