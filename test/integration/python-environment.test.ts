import { chmodSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { functionMaker } from '../contract/runtime/function-maker.ts';
import { testShutdown } from '../contract/runtime/shutdown.ts';
import { testVariables, testWrapper } from '../contract/runtime/variables.ts';
import { openObjectServer } from '../support/object-server.ts';
import { pythonFunction } from '../support/python-function.ts';
import { TemporaryDirectory } from '../support/temporary-directory.ts';
import { useSandbox } from '../support/test-sandbox.ts';
import { describeRuntimes, runtimesMadeHere } from '../support/tested-runtimes.ts';

const sandbox = useSandbox();

describeRuntimes('has an environment', runtimesMadeHere('python'), (runtime) => {
  const site = `lib/python${runtime.version}/site-packages`;
  const make = functionMaker(sandbox, runtime);
  const create = (variables: Record<string, string>) =>
    sandbox.create('environment', { ...pythonFunction('environment', runtime), variables });

  describe('of variables', () => {
    testVariables(make, runtime);

    it('among them none that keeps code and layers out of the search path', async () => {
      await using tested = await create({});
      expect((await tested.invoke('path')).payload).toEqual([
        '/var/task',
        `/opt/python/${site}`,
        '/opt/python',
        `/var/lang/${site}`,
        '/var/runtime',
        `/var/lang/lib/python${runtime.version.replace('.', '')}.zip`,
        `/var/lang/lib/python${runtime.version}`,
        `/var/lang/lib/python${runtime.version}/lib-dynload`,
        `/var/lang/${site}`,
        // Layers that are not there come again.
        `/opt/python/${site}`,
        '/opt/python',
      ]);
    });

    it('among them a PYTHONPATH of its own, which takes the place of the layers', async () => {
      await using tested = await create({ PYTHONPATH: '/var/task/vendor' });
      const { payload } = await tested.invoke('path');
      expect((payload as readonly string[]).slice(0, 3)).toEqual([
        '/var/task',
        '/var/runtime',
        '/var/task/vendor',
      ]);
      expect(payload).toContain(`/var/lang/${site}`);
      expect(payload).not.toContain('/opt/python');
      expect((await tested.invoke()).payload).toMatchObject({ PYTHONPATH: '/var/task/vendor' });
    });

    testWrapper(make, `/var/lang/bin/python${runtime.version}`);
  });

  // Up to 3.11 AWS's client waits in the main thread, inside a call that lets no handler run.
  testShutdown(make, ['3.9', '3.10', '3.11'].includes(runtime.version));

  it('with boto3, which has the region and the credentials of the function', async () => {
    await using tested = await sandbox.create('sdk', {
      ...pythonFunction('sdk', runtime),
      region: 'ap-southeast-2',
    });
    expect((await tested.invoke()).payload).toEqual({
      region: 'ap-southeast-2',
      accessKeyId: tested.lambda.configuration.credentials.accessKeyId,
      versions: ['1.40.4', '1.40.4'],
    });
  });

  it('in which boto3 reaches a service on 127.0.0.1 of this machine', async () => {
    await using server = await openObjectServer();
    await using stored = await sandbox.create('host-service', {
      ...pythonFunction('host-service', runtime),
      variables: { AWS_ENDPOINT_URL_S3: `http://localhost:${server.port}` },
      networkMode: 'none',
    });
    expect((await stored.invoke({ bytes: 600_000 })).payload).toBe(true);
    expect([...server.objects.keys()]).toEqual(['/photos/a b/ü.bin']);
  });

  it('in which layers come after the code and before what the image has', async () => {
    using layer = new TemporaryDirectory();
    layer.write({
      'bin/tool': '#!/bin/sh\nprintf "of %s" "$0"',
      'python/boto3.py': 'name = "python"',
      'python/orders.py': 'name = "python"',
      [`python/${site}/orders.py`]: 'name = "site-packages"',
      [`python/${site}/more.pth`]: '/opt/elsewhere\n',
      'elsewhere/far.py': 'name = "elsewhere"',
      'python/index.py': 'name = "not the function"',
    });
    chmodSync(layer.join('bin/tool'), 0o755);
    using code = new TemporaryDirectory();
    const source = [
      'import boto3, orders, far, subprocess',
      'def handler(event, context):',
      '    return [m.name for m in (boto3, orders, far)] + [subprocess.getoutput("tool")]',
    ];
    code.write({ 'index.py': source.join('\n') });
    const options = { ...pythonFunction('echo', runtime), code: code.path };
    await using tested = await sandbox.create('layered', { ...options, layers: [layer.path] });
    expect((await tested.invoke()).payload).toEqual([
      'python',
      'site-packages',
      'elsewhere',
      'of /opt/bin/tool',
    ]);
  });

  it('without shared memory: of multiprocessing pipes work, locks and pools do not', async () => {
    await using tested = await sandbox.create('processes', pythonFunction('processes', runtime));
    expect((await tested.invoke()).payload).toEqual({
      Lock: 'FileNotFoundError',
      Queue: 'FileNotFoundError',
      Pool: 'FileNotFoundError',
      SharedMemory: 'FileNotFoundError',
      pipe: [1, 4, 9],
    });
  });

  it('where /tmp alone can be written, and programs run from it', async () => {
    await using tested = await sandbox.create(
      'file-system',
      pythonFunction('file-system', runtime),
    );
    const readOnly = 'Read-only file system';
    expect((await tested.invoke()).payload).toEqual({
      refused: {
        '/var/task/x': readOnly,
        '/opt/x': readOnly,
        '/var/lang/x': readOnly,
        '/dev/shm/x': expect.any(String),
      },
      program: 'from /tmp/program as sbx_user1051\n',
      user: 'sbx_user1051',
      child: 'boto3\n',
    });
  });
});
