import { expect, test } from 'vitest';
import { createAttachTransport } from '../../../src/channel/attach-transport.ts';
import { greets, hears, hearsTheEnd } from '../../support/guest-actions.ts';
import { createScriptedGuest } from '../../support/scripted-guest.ts';

test('needs the stream of the attached container and nothing of the host', async () => {
  const transport = createAttachTransport();
  expect(transport.name).toBe('attach');
  expect(await transport.prepare('e1')).toMatchObject({
    mounts: [],
    shimArguments: ['--channel', 'stdio'],
    needsStream: true,
  });
});

test('the stream carries the channel', async () => {
  const guest = createScriptedGuest(greets(), hears('freeze'), hearsTheEnd());
  const prepared = await createAttachTransport().prepare('e1');
  const channel = await prepared.connect(guest.hostStream, AbortSignal.timeout(30_000));
  channel.send({ kind: 'freeze' });
  channel.close();
  await guest.played;
  await prepared.dispose();
});

test('no stream is an error', async () => {
  const prepared = await createAttachTransport().prepare('e1');
  await expect(prepared.connect(null, AbortSignal.timeout(30_000))).rejects.toMatchObject({
    code: 'ChannelFailed',
    message: expect.stringContaining('no stream'),
  });
});
