import { expect, test } from 'vitest';
import { lambox } from '../support/lambox-command.ts';
import { TemporaryDirectory } from '../support/temporary-directory.ts';

const name = 'lambox.lock.json';
const code = 'export const handler = async () => "runs";';

test('what is built is listed, and left as it is when nothing has changed', async () => {
  const built = await lambox(['images', 'build', '--json', 'nodejs24.x', 'provided.al2023']);
  expect(built.exitCode, built.stderr).toBe(0);
  const again = await lambox(['images', 'build', '--json', 'nodejs24.x', 'provided.al2023']);
  expect(JSON.parse(again.stdout).images).toEqual(
    JSON.parse(built.stdout).images.map((image: object) => ({
      ...image,
      wasCurrent: true,
      seconds: expect.any(Number),
    })),
  );
  const listed = await lambox(['images', 'list', '--json']);
  const images = JSON.parse(listed.stdout).images as Record<string, unknown>[];
  expect(images.find(({ runtime }) => runtime === 'nodejs24.x')).toMatchObject({
    state: 'present',
    reference: 'lambox/nodejs:24',
    operatingSystem: 'Debian 13',
    runtimeClient: 'aws-lambda-ric@4.0.2',
    canBeMadeHere: true,
  });
});

test('a deploy says where it is not as the lock file has it, and runs', async () => {
  using project = new TemporaryDirectory();
  project.write({ 'app/index.mjs': code });
  const run = (...words: string[]) => lambox(words, { directory: project.path });
  const invoke = () => run('invoke', './app', '--timeout', '30');

  const written = await run('images', 'verify', '--update', '--json', 'nodejs24.x');
  expect(written.exitCode, written.stderr).toBe(0);
  const [{ now }] = JSON.parse(written.stdout).images;
  expect(now).toMatchObject({ digestOf: 'recipe', runtimeClient: 'aws-lambda-ric@4.0.2' });
  expect((await run('images', 'verify')).exitCode).toBe(0);
  const quiet = await invoke();
  expect(quiet).toMatchObject({ exitCode: 0, stdout: '"runs"\n' });
  expect(quiet.stderr).not.toContain(name);

  const moved = { ...now, runtimeClient: 'aws-lambda-ric@4.0.1' };
  const lock = { lockfileVersion: 1, images: { 'nodejs24.x': moved } };
  project.write({ [name]: JSON.stringify(lock) });
  const said = 'runtimeClient: locked aws-lambda-ric@4.0.1, now aws-lambda-ric@4.0.2';
  const verified = await run('images', 'verify');
  expect(verified).toMatchObject({ exitCode: 1, stdout: `nodejs24.x has moved\n  ${said}\n` });
  const told = await invoke();
  expect(told).toMatchObject({ exitCode: 0, stdout: '"runs"\n' });
  expect(told.stderr).toContain(`nodejs24.x is not as ${project.join(name)} has it (${said})`);
});
