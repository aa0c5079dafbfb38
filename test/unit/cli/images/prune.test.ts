import { expect, test } from 'vitest';
import { createCommandLine } from '../../../support/command-line.ts';
import { createFakeEngine } from '../../../support/fake-engine.ts';

const current = { labels: { 'dev.lambox.image': 'lambox/nodejs:24' } };

test("leaves today's images without --all, and a user's with it", async () => {
  const images = { 'lambox/nodejs:24': current, 'my/own:1': current };
  const engine = createFakeEngine({ guest: async () => 0, images });
  const line = await createCommandLine({ parts: { findEngine: async () => engine } });
  expect(await line.run('images', 'prune', '--yes')).toBe(0);
  expect(line.out()).toBe('nothing to remove\n');
  expect(await line.run('images', 'prune', '--all')).toBe(2);
  expect(await line.run('images', 'prune', '--all', '--yes')).toBe(0);
  expect(line.out()).toContain('image     lambox/nodejs:24, 0 B\nremoved 1\n');
  expect(await engine.inspectImage('my/own:1')).not.toBeNull();
});
