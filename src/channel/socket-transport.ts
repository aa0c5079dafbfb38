import { chmod, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { LamboxError } from '../errors.ts';
import { raceAbort } from './abort-race.ts';
import type { ChannelTransport, PreparedChannel } from './channel.ts';
import { createFramedChannel } from './framed-channel.ts';
import { createPrivateDirectory } from './private-directory.ts';
import { listenOnce } from './single-listener.ts';

const guestDirectory = '/var/lambox/channel';
const socketName = 's';
/** `sun_path` has 108 bytes, the last of them 0. */
const socketPathBytesMax = 107;

/**
 * A unix socket in a mounted folder: the faster way, where the engine is on this machine.
 * `directory` belongs to this run alone. It is made with mode 0700, which keeps everybody else out;
 * the folder in it is open, since the shim has no capability to overrule modes.
 */
export function createSocketTransport(options: { readonly directory: string }): ChannelTransport {
  return {
    name: 'socket',
    prepare: (environmentId) => prepareSocket(options.directory, environmentId),
  };
}

async function prepareSocket(directory: string, environmentId: string): Promise<PreparedChannel> {
  const folder = join(directory, environmentId);
  const socketPath = join(folder, socketName);
  checkSocketPath(socketPath);
  await createPrivateDirectory(directory);
  await createFolder(folder);
  const listener = await listenOnce(socketPath);
  const disposal = new AbortController();
  let taken = false;
  return {
    mounts: [{ source: folder, target: guestDirectory, readOnly: true }],
    shimArguments: ['--channel', `unix:${guestDirectory}/${socketName}`],
    needsStream: false,
    async connect(_stream, signal) {
      const either = AbortSignal.any([signal, disposal.signal]);
      const socket = await raceAbort(listener.accepted, either, 'the shim to connect');
      taken = true;
      return createFramedChannel(socket, either);
    },
    async dispose() {
      disposal.abort();
      listener.close();
      if (!taken) void listener.accepted.then((socket) => socket.destroy());
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function checkSocketPath(socketPath: string): void {
  const bytes = Buffer.byteLength(socketPath);
  if (bytes <= socketPathBytesMax) return;
  throw new LamboxError(
    'InvalidOption',
    `The channel's socket ${socketPath} has a path of ${bytes} bytes, ` +
      `expected at most ${socketPathBytesMax}.`,
    { remedy: 'Set XDG_RUNTIME_DIR to a folder with a shorter path.' },
  );
}

async function createFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder);
    // mkdir's own mode is subject to the umask.
    await chmod(folder, 0o755);
  } catch (cause) {
    throw new LamboxError('StorageFailed', `Cannot create the channel's folder ${folder}.`, {
      cause,
    });
  }
}
