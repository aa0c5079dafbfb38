import { expect, test } from 'vitest';
import { createResponseCredit } from '../../../src/channel/response-credit.ts';
import { recordingChannel } from '../../support/recording-channel.ts';

test('a small response costs no frame', () => {
  const { channel, sent } = recordingChannel();
  createResponseCredit(channel).consumed(131_071);
  expect(sent).toEqual([]);
});

test('what was consumed is granted in halves of the window, to the byte', () => {
  const { channel, sent } = recordingChannel();
  const credit = createResponseCredit(channel);
  for (let i = 0; i < 9; i += 1) credit.consumed(50_000);
  expect(sent).toEqual([
    [{ kind: 'responseCredit', bytes: 150_000 }],
    [{ kind: 'responseCredit', bytes: 150_000 }],
    [{ kind: 'responseCredit', bytes: 150_000 }],
  ]);
});

test('what is consumed after the end counts for no other response', () => {
  const { channel, sent } = recordingChannel();
  const credit = createResponseCredit(channel);
  credit.close();
  credit.consumed(200_000);
  expect(sent).toEqual([]);
});
