import { LamboxError } from '../errors.ts';

/** A frame that cannot be read or written. The message names the frame. */
export function frameError(message: string, cause?: unknown): LamboxError {
  return new LamboxError('ChannelFailed', message, {
    remedy: 'Rebuild the shim, so that it and Lambox are of the same version.',
    ...(cause === undefined ? {} : { cause }),
  });
}
