/** A place in a text, as people and as AWS's parser name it. */
export interface JsonLocation {
  /** From 1. */
  readonly line: number;
  /** From 1, in bytes. */
  readonly column: number;
  /** As it stands in the Invoke API's message (row 7.1-12). */
  readonly text: string;
}

/**
 * @param offset the byte whose line counts.
 * @param readBytes how many bytes were read, which gives the column.
 */
export function jsonLocation(bytes: Uint8Array, offset: number, readBytes: number): JsonLocation {
  let line = 1;
  let lineStart = 0;
  for (let position = 0; position < offset; position += 1) {
    const feed = bytes[position] === 0x0a;
    const loneReturn = bytes[position] === 0x0d && bytes[position + 1] !== 0x0a;
    if (!feed && !loneReturn) continue;
    line += 1;
    lineStart = position + 1;
  }
  const column = readBytes - lineStart + 1;
  const source = 'REDACTED (`StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION` disabled)';
  return { line, column, text: `[Source: ${source}; line: ${line}, column: ${column}]` };
}
