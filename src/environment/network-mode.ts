import { LamboxError } from '../errors.ts';

/**
 * A network of the engine's own for each environment, or one of the user's. Sharing the machine's
 * or another container's is refused: every environment has a Runtime API of its own on the
 * loopback interface.
 * @throws LamboxError `InvalidOption`
 */
export function checkNetworkMode(networkMode: string): void {
  const shared = networkMode === 'host' || networkMode.startsWith('container:');
  if (!shared && /^[a-zA-Z0-9][a-zA-Z0-9_.-]*$/.test(networkMode)) return;
  throw new LamboxError(
    'InvalidOption',
    `network ${JSON.stringify(networkMode)} is not bridge, none or the name of a network`,
    {
      remedy: shared
        ? 'Environments cannot share a network stack; use bridge, or a network made with docker ' +
          'network create.'
        : 'Give bridge, none, or a name that docker network ls shows.',
    },
  );
}
