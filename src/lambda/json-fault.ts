/**
 * Why some bytes are not JSON, in the words of the parser behind AWS's Invoke API (row 7.1-12,
 * C-28). Thrown inside the scanner, never out of this room.
 */
export class JsonFault extends Error {
  override readonly name = 'JsonFault';
  /** The byte at fault; the length of the text when it ends too early. */
  readonly offset: number;
  /**
   * How far that parser had read when it noticed, from which it counts the column: some faults it
   * reports before the byte, some behind it.
   */
  readonly readBytes: number;

  constructor(reason: string, offset: number, readBytes: number = offset) {
    super(reason);
    this.offset = offset;
    this.readBytes = readBytes;
  }
}

/** A character that has no place where it stands. @param expectation what could stand there. */
export function unexpectedCharacter(byte: number, offset: number, expectation: string): JsonFault {
  return new JsonFault(`Unexpected character (${describeByte(byte)}): ${expectation}`, offset);
}

export function unexpectedEnd(bytes: Uint8Array, where: string): JsonFault {
  return new JsonFault(`Unexpected end-of-input${where}`, bytes.length);
}

/** `('a' (code 97))` without the outer brackets; a control character by its code alone. */
export function describeByte(byte: number): string {
  const control = byte < 0x20 || (byte >= 0x7f && byte <= 0x9f);
  if (control) return `(CTRL-CHAR, code ${byte})`;
  return `'${String.fromCharCode(byte)}' (code ${byte})`;
}
