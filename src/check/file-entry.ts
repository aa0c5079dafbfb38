/** What the shim tells of one file of a container (docs/wire.md, "Files"). */
export interface FileEntry {
  readonly path: string;
  readonly kind: 'file' | 'folder' | 'link' | 'other';
  /** Four octal digits. */
  readonly mode: string;
  /** Differs when content, owner or mode have changed. */
  readonly stamp: string;
}

/** One JSON object a line. */
export function parseFileEntries(text: string): readonly FileEntry[] {
  const lines = text.split('\n').filter((line) => line !== '');
  return lines.map((line) => JSON.parse(line) as FileEntry);
}
