/** Linux's NAME_MAX and, less `/var/task/`, PATH_MAX. */
const nameBytesMax = 255;
const pathBytesMax = 4_000;

/** Where an entry of a zip file is put, or why it cannot be put anywhere. */
export type ZipPath =
  | { readonly path: string; readonly isFolder: boolean; readonly fault: null }
  | { readonly fault: string };

/**
 * Where the entry of this name belongs, relative to the root of the code: never outside of it,
 * never absolute. `path` is empty for the root itself.
 */
export function parseZipPath(name: string): ZipPath {
  const fault = faultOf(name);
  if (fault !== null) return { fault };
  const parts = name.split('/').filter((part) => part !== '' && part !== '.');
  const long = parts.find((part) => Buffer.byteLength(part) > nameBytesMax);
  if (long !== undefined || Buffer.byteLength(name) > pathBytesMax) {
    return { fault: `its name is longer than the ${nameBytesMax} bytes that Linux allows` };
  }
  return { path: parts.join('/'), isFolder: /(^|\/)\.?$/.test(name), fault: null };
}

function faultOf(name: string): string | null {
  if (name === '') return 'it has no name';
  if (name.startsWith('/') || /^[a-zA-Z]:[\\/]/.test(name)) return 'its path is absolute';
  if (name.split('/').includes('..')) return 'its path leads upwards by ..';
  if (name.includes('\\')) return 'its path has backslashes; folders are separated by /';
  if (name.includes('\0')) return 'its name has a NUL';
  if (name.includes('\ufffd')) return 'its name is not UTF-8';
  return null;
}
