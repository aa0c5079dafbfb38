import { expect, test } from 'vitest';
import { useTarget } from './harness/use-target.ts';

const target = useTarget();

test('4.3-2 Python sees its search path, its locale and what a shell leaves', async () => {
  const source = 'import os\n\ndef handler(event, context):\n    return dict(os.environ)\n';
  const deployed = await target.deploy({
    ...{ name: 'variables', runtime: 'python3.13', code: { 'index.py': source } },
  });
  const variables = JSON.parse((await deployed.invoke()).body);
  expect(variables).toMatchObject({
    PYTHONPATH: '/var/runtime',
    LC_CTYPE: 'C.UTF-8',
    PWD: '/var/task',
    SHLVL: '0',
  });
  expect(variables).not.toHaveProperty('_LAMBDA_TELEMETRY_LOG_FD');
});
