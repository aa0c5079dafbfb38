import { watch } from 'node:fs';

/** An editor writes several times for one edit. */
const quietMs = 100;

/**
 * Calls back once at the beginning, and when files below the directory have changed and then stood
 * still for a moment; never while an earlier call goes on.
 */
export function watchCode(directory: string, onChange: () => Promise<void>): AsyncDisposable {
  let timer: NodeJS.Timeout | undefined;
  let work: Promise<void> = Promise.resolve();
  let closed = false;
  const onEvent = () => {
    if (closed) return;
    clearTimeout(timer);
    timer = setTimeout(() => {
      work = work.then(onChange);
    }, quietMs);
  };
  const watcher = watch(directory, { recursive: true }, onEvent);
  // What was edited before anybody watched.
  onEvent();
  // A folder that went while it was looked at: what is left of it is watched.
  watcher.on('error', () => undefined);
  return {
    async [Symbol.asyncDispose]() {
      closed = true;
      clearTimeout(timer);
      watcher.close();
      await work;
    },
  };
}
