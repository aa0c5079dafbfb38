import { once } from 'node:events';
import { pipeline } from 'node:stream/promises';
import type { FakeGuest, GuestContainer } from './fake-container.ts';

type Word = (container: GuestContainer, argument: string) => Promise<number>;

const blockBytes = 32_768;

/** The words of `test/support/probe/main.go` that need no operating system. */
const words: Readonly<Record<string, Word>> = {
  async echo({ stream }) {
    await pipeline(stream, stream, { end: false });
    return 0;
  },
  async exit(_container, argument) {
    return Number(argument);
  },
  async say({ stream, stderr }, argument) {
    stream.write(`out: ${argument}\n`);
    stderr.write(`err: ${argument}\n`);
    return 0;
  },
  async flood({ stream }, argument) {
    const block = Buffer.from(Array.from({ length: blockBytes }, (_, i) => 97 + (i % 26)));
    for (let left = Number(argument); left > 0; left -= blockBytes) {
      if (!stream.write(block.subarray(0, Math.min(left, blockBytes)))) {
        await once(stream, 'drain');
      }
    }
    return 0;
  },
  async swallow({ stream }) {
    let length = 0;
    for await (const chunk of stream.iterator({ destroyOnReturn: false })) {
      length += (chunk as Buffer).length;
    }
    stream.write(`${length}\n`);
    return 0;
  },
  async variable({ stream, spec }, argument) {
    const entry = spec.environmentVariables?.find((line) => line.startsWith(`${argument}=`));
    stream.write(`${entry?.slice(argument.length + 1) ?? ''}\n`);
    return 0;
  },
  async list({ stream, names }, target) {
    stream.write(
      names(target)
        .map((name) => `${name}\n`)
        .join(''),
    );
    return 0;
  },
  async write({ changed }, path) {
    const folder = path.slice(0, path.lastIndexOf('/')) || '/';
    if (folder !== '/') changed({ path: folder, kind: 'changed' });
    changed({ path, kind: 'added' });
    return 0;
  },
  wait: () => new Promise<number>(() => {}),
};

/** Plays the probe in a fake container. */
export const probeGuest: FakeGuest = async (container) => {
  const [word = 'wait', argument = ''] = container.spec.command ?? [];
  const play = words[word];
  return play === undefined ? 2 : play(container, argument);
};
