import { expect, test } from 'vitest';
import { functionDirectory } from '../support/function-directory.ts';
import { buildFunctionImage } from '../support/function-image.ts';
import { lambox } from '../support/lambox-command.ts';
import { TemporaryDirectory } from '../support/temporary-directory.ts';

test('what is built is listed, and left as it is when nothing has changed', async () => {
  const build = () => lambox(['images', 'build', '--json', 'provided.al2023']);
  const built = await build();
  expect(built.exitCode, built.stderr).toBe(0);
  const [image] = JSON.parse(built.stdout).images;
  const again = JSON.parse((await build()).stdout).images;
  expect(again).toEqual([{ ...image, wasCurrent: true, seconds: expect.any(Number) }]);
  const listed = await lambox(['images', 'list', '--json']);
  const images = JSON.parse(listed.stdout).images as Record<string, unknown>[];
  expect(images.find(({ runtime }) => runtime === 'provided.al2023')).toMatchObject({
    state: 'present',
    reference: 'lambox/provided:al2023',
    operatingSystem: 'Debian 13',
    runtimeClient: null,
    canBeMadeHere: true,
  });
});

/** An image of the test's own: those of the runtimes may be made anew by others meanwhile. */
test('a deploy says where it is not as the lock file has it, and runs', async () => {
  const source = 'export const handler = async () => "runs";';
  await using image = await buildFunctionImage(source, ['CMD ["index.handler"]']);
  const { reference } = image;
  using project = new TemporaryDirectory();
  const run = (...words: string[]) => lambox(words, { directory: project.path });
  const invoke = () => run('invoke', reference, '--timeout', '30');

  const written = await run('images', 'verify', '--update', '--json', reference);
  expect(written.exitCode, written.stderr).toBe(0);
  const [{ now }] = JSON.parse(written.stdout).images;
  expect(now).toMatchObject({ digestOf: 'configuration', runtimeClient: 'aws-lambda-ric@4.0.2' });
  expect((await run('images', 'verify')).exitCode).toBe(0);
  const quiet = await invoke();
  expect(quiet).toMatchObject({ exitCode: 0, stdout: '"runs"\n' });
  expect(quiet.stderr).not.toContain('lambox.lock.json');

  const moved = { ...now, runtimeClient: 'aws-lambda-ric@4.0.1' };
  const lock = { lockfileVersion: 1, images: { [reference]: moved } };
  project.write({ 'lambox.lock.json': JSON.stringify(lock) });
  const said = 'runtimeClient: locked aws-lambda-ric@4.0.1, now aws-lambda-ric@4.0.2';
  const verified = await run('images', 'verify');
  expect(verified).toMatchObject({ exitCode: 1, stdout: `${reference} has moved\n  ${said}\n` });
  const told = await invoke();
  expect(told).toMatchObject({ exitCode: 0, stdout: '"runs"\n' });
  const file = project.join('lambox.lock.json');
  expect(told.stderr).toContain(`${reference} is not as ${file} has it (${said})`);
});

test('a deploy says that AWS has deprecated the runtime, with its dates, and runs', async () => {
  const code = functionDirectory('tutorial', 'provided');
  const words = ['invoke', code, '--handler', 'function.handler', '--timeout', '30'];
  const deprecated = await lambox([...words, '--runtime', 'provided.al2']);
  expect(deprecated.exitCode, deprecated.stderr).toBe(0);
  expect(deprecated.stderr).toContain(
    'provided.al2 is deprecated since 2026-07-31 and, as AWS plans, ',
  );
  expect(deprecated.stderr).toContain('it goes on running. Its successor is provided.al2023.');
  const current = await lambox([...words, '--runtime', 'provided.al2023']);
  expect(current.exitCode, current.stderr).toBe(0);
  expect(current.stderr).not.toContain('deprecated');
});
