import { limits } from '../lambda/limits.ts';
import type { FileEntry } from './file-entry.ts';
import type { Finding } from './finding.ts';
import type { Rehearsal } from './rehearsal.ts';
import type { WrittenPath } from './written-paths.ts';

const verbs = { added: 'made', changed: 'changed', removed: 'removed' } as const;

/** What was seen in the run in which everything may be written. */
export function rehearsalFindings({
  written,
  sharedMemory,
  unreadable,
}: Pick<Rehearsal, 'written' | 'sharedMemory' | 'unreadable'>): readonly Finding[] {
  return [
    ...unreadable.map(unreadableFinding),
    ...written.map(writeFinding),
    ...sharedMemoryFindings(sharedMemory),
  ];
}

function writeFinding(written: WrittenPath): Finding {
  const { path } = written;
  return {
    id: 'write',
    what: `${path} (${verbOf(written)})`,
    why: 'will fail on Lambda because everything but /tmp is read-only there (EROFS or EACCES)',
    remedy: remedyFor(path),
  };
}

function verbOf({ kind, below }: WrittenPath): string {
  if (below === 0) return verbs[kind];
  return `${verbs[kind]}, with ${below} more in it`;
}

/** Whatever looks for a home finds one that is not there. */
function remedyFor(path: string): string {
  if (/^\/(home|root)(\/|$)/.test(path)) {
    return "Set HOME or the library's own variable (XDG_CACHE_HOME and the like) to /tmp.";
  }
  return 'Write to /tmp, or do it while the package or image is built.';
}

function sharedMemoryFindings(written: readonly WrittenPath[]): readonly Finding[] {
  if (written.length === 0) return [];
  const names = written.map(({ path }) => path).filter((path) => path !== '/dev/shm');
  return [
    {
      id: 'sharedMemory',
      what: `/dev/shm${names.length === 0 ? '' : ` (${names.join(', ')})`}`,
      why: 'will fail on Lambda because there is none: semaphores and shared memory by name fail',
      remedy:
        'Use threads, pipes or files in /tmp; in Python multiprocessing.Pipe and Process instead ' +
        'of Queue and Pool, in Chromium --disable-dev-shm-usage.',
    },
  ];
}

function unreadableFinding({ path, kind, mode }: FileEntry): Finding {
  const act = kind === 'folder' ? 'enter' : 'read';
  return {
    id: 'unreadable',
    what: `${path} (mode ${mode})`,
    why: `will fail on Lambda because the function runs as uid ${limits.uid}, who cannot ${act} it`,
    remedy: `chmod -R o+rX ${path} while the package or image is built.`,
  };
}
