import { TemporaryDirectory } from './temporary-directory.ts';

/** A directory of a test's own with a function's files, removed at the end of its scope. */
export function writeFunction(files: Readonly<Record<string, string>>): TemporaryDirectory {
  const directory = new TemporaryDirectory();
  directory.write(files);
  return directory;
}
