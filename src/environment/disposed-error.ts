import { LamboxError } from '../errors.ts';

/** For an event that cannot be served any more, or not to its end. */
export function disposedError(): LamboxError {
  return new LamboxError('Disposed', 'the function was disposed', {
    remedy: 'Create it again; nothing of it is left.',
  });
}
