import { beforeAll, expect, test } from 'vitest';
import type { DeployedFunction } from './harness/target.ts';
import { useTarget } from './harness/use-target.ts';

const target = useTarget();
let deployed: DeployedFunction;

/** Writes frames to the descriptor itself, in as many writes as there are lists. */
const source = `import fs from 'node:fs';
const frame = ([type, text, epochMs = Date.now()]) => {
  const payload = Buffer.from(text);
  const head = Buffer.alloc(16);
  head.writeUInt32BE(type, 0);
  head.writeUInt32BE(payload.length, 4);
  head.writeBigUInt64BE(BigInt(epochMs) * 1000n, 8);
  return Buffer.concat([head, payload]);
};
const descriptor = fs.readdirSync('/proc/self/fd').map(Number).find((number) => number === 62);
export const handler = async ({ writes = [], print }) => {
  if (print !== undefined) console.log(print);
  for (const frames of writes) fs.writeSync(descriptor, Buffer.concat(frames.map(frame)));
  return descriptor ?? null;
};`;

beforeAll(async () => {
  const code = { 'index.mjs': source };
  deployed = await target.deploy({ name: 'frames', runtime: 'nodejs24.x', code });
});

const text = 0xa55a0003;
const json = 0xa55a0002;

async function eventsOf(event: unknown): Promise<readonly string[]> {
  const log = await deployed.logOf(await deployed.invoke(event));
  const start = log.findIndex((line) => line.startsWith('START'));
  const end = log.findIndex((line) => line.startsWith('END'));
  return log.slice(start + 1, end);
}

test('4.4-1 a message of several lines is one event', async () => {
  const [event, ...more] = await eventsOf({ print: 'one\ntwo\n\nfour' });
  expect(event).toMatch(/\tINFO\tone\ntwo\n\nfour$/);
  expect(more).toEqual([]);
});

test('4.4-2 text and JSON frames of every level are events', async () => {
  const levels = [0, 0x04, 0x08, 0x0c, 0x10, 0x14, 0x18];
  const frames = levels.flatMap((level) => [
    [text + level, `text ${level}`],
    [json + level, `{"json":${level}}`],
  ]);
  const events = await eventsOf({ writes: [frames] });
  expect(events).toEqual(frames.map(([, payload]) => payload));
});

test('4.4-3 the length says where a frame ends', async () => {
  const frames = [
    [text, 'a\nb'],
    [text, 'c'],
  ];
  expect(await eventsOf({ writes: [frames] })).toEqual(['a\nb', 'c']);
});

test("4.4-4 the frame's time is its event's", async () => {
  const epochMs = Date.UTC(2026, 0, 2, 3, 4, 5, 678);
  await eventsOf({ writes: [[[text, 'timed', epochMs]]] });
  expect(deployed.timeOf(/^timed$/)).toBe(epochMs);
});

test('4.4-5 the text is UTF-8', async () => {
  expect(await eventsOf({ writes: [[[text, 'ünï – 漢字 🙂']]] })).toEqual(['ünï – 漢字 🙂']);
});

test('4.4-7 without a descriptor a message is one line, with carriage returns', async () => {
  const code = {
    'index.mjs': "export const handler = async () => { console.log('one\\ntwo'); };",
    wrapper: '#!/bin/bash\nunset _LAMBDA_TELEMETRY_LOG_FD\nexec "$@"\n',
  };
  const variables = { AWS_LAMBDA_EXEC_WRAPPER: '/var/task/wrapper' };
  const bare = await target.deploy({ name: 'bare', runtime: 'nodejs24.x', code, variables });
  await bare.invoke();
  expect(await bare.logged(/one/)).toMatch(/\tINFO\tone\rtwo$/);
});
