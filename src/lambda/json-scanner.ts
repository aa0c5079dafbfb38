import { JsonFault, unexpectedCharacter, unexpectedEnd } from './json-fault.ts';
import { jsonLocation } from './json-location.ts';
import {
  isDigit,
  isIdentifierStart,
  nonStandardNumber,
  notASeparator,
  skipLiteral,
  skipNumber,
  skipString,
  unknownToken,
  validTokens,
} from './json-tokens.ts';

type ContainerName = 'Object' | 'Array';

const quote = 0x22;
const comma = 0x2c;
const minus = 0x2d;
const slash = 0x2f;
const colon = 0x3a;
const openBracket = 0x5b;
const closeBracket = 0x5d;
const openBrace = 0x7b;
const closeBrace = 0x7d;

/**
 * Reads JSON text byte by byte without building anything, so that its memory does not grow with
 * the text (but for one number per level of nesting). Iterative: depth cannot exhaust the stack.
 */
export class JsonScanner {
  readonly #bytes: Uint8Array;
  #offset = 0;
  /** Where each open container began, the innermost last. */
  readonly #openings: number[] = [];
  /** Whether nothing stands yet in the innermost container. */
  #empty = false;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** @throws JsonFault unless the bytes are exactly one JSON text. */
  scan(): void {
    const first = this.#next();
    if (first === null) {
      throw new JsonFault('No content to map due to end-of-input', this.#bytes.length);
    }
    this.#readValue(first);
    let opening = this.#openings.at(-1);
    while (opening !== undefined) {
      if (this.#bytes[opening] === openBrace) this.#readMember();
      else this.#readElement();
      opening = this.#openings.at(-1);
    }
    this.#requireEnd();
  }

  #readMember(): void {
    if (this.#closed('Object', closeBrace, closeBracket)) return;
    const name = this.#nextEntry('Object');
    if (name !== quote) {
      throw this.#unexpected(name, 'was expecting double-quote to start field name');
    }
    this.#offset = skipString(this.#bytes, this.#offset, 'name');
    const separator = this.#nextOf('Object');
    if (separator !== colon) {
      throw this.#unexpected(separator, 'was expecting a colon to separate field name and value');
    }
    this.#offset += 1;
    this.#readValue(this.#nextOf('Object'));
  }

  #readElement(): void {
    if (this.#closed('Array', closeBracket, closeBrace)) return;
    this.#readValue(this.#nextEntry('Array'));
  }

  /** Whether the innermost container ends here; if so it is left. */
  #closed(name: ContainerName, closing: number, wrongClosing: number): boolean {
    const byte = this.#next();
    if (byte === null) {
      const marker = `: expected close marker for ${name} (start marker at ${this.#opening()})`;
      throw unexpectedEnd(this.#bytes, marker);
    }
    if (byte === wrongClosing) {
      const [actual, expected] = [String.fromCharCode(byte), String.fromCharCode(closing)];
      throw new JsonFault(
        `Unexpected close marker '${actual}': expected '${expected}' ` +
          `(for ${name} starting at ${this.#opening()})`,
        this.#offset,
      );
    }
    if (byte !== closing) return false;
    this.#offset += 1;
    this.#openings.pop();
    this.#empty = false;
    return true;
  }

  /** Where the innermost container began, in words. Counts lines: only for complaints. */
  #opening(): string {
    const opening = this.#openings.at(-1) ?? 0;
    return jsonLocation(this.#bytes, opening, opening).text;
  }

  /** The first byte of the container's next entry, behind the comma where one is due. */
  #nextEntry(name: ContainerName): number {
    const byte = this.#nextOf(name);
    if (this.#empty) return byte;
    if (byte !== comma) {
      throw this.#unexpected(byte, `was expecting comma to separate ${name} entries`);
    }
    this.#offset += 1;
    return this.#nextOf(name);
  }

  #readValue(byte: number): void {
    const bytes = this.#bytes;
    if (byte === openBrace || byte === openBracket) {
      this.#openings.push(this.#offset);
      this.#offset += 1;
      this.#empty = true;
      return;
    }
    if (byte === quote) this.#offset = skipString(bytes, this.#offset, 'string value');
    else if (byte === minus || isDigit(byte)) this.#offset = skipNumber(bytes, this.#offset);
    else if (byte === 0x74) this.#offset = skipLiteral(bytes, this.#offset, 'true');
    else if (byte === 0x66) this.#offset = skipLiteral(bytes, this.#offset, 'false');
    else if (byte === 0x6e) this.#offset = skipLiteral(bytes, this.#offset, 'null');
    else throw this.#notAValue(byte);
    this.#empty = false;
  }

  #notAValue(byte: number): JsonFault {
    const opening = this.#openings.at(-1);
    const isCloser = byte === closeBrace || byte === closeBracket;
    if (opening === undefined && isCloser) {
      const name: ContainerName = byte === closeBrace ? 'Object' : 'Array';
      const marker = String.fromCharCode(byte);
      const reason = `Unexpected close marker '${marker}': no open ${name} to close`;
      return new JsonFault(reason, this.#offset);
    }
    const inArray = opening !== undefined && this.#bytes[opening] === openBracket;
    if (byte === closeBrace || byte === comma || (byte === closeBracket && inArray)) {
      return this.#unexpected(byte, 'expected a value');
    }
    const number = nonStandardNumber(this.#bytes, this.#offset);
    if (number !== null) return number;
    if (isIdentifierStart(byte)) return unknownToken(this.#bytes, this.#offset);
    return this.#unexpected(byte, `expected a valid value ${validTokens}`);
  }

  #requireEnd(): void {
    const behindValue = this.#offset;
    const byte = this.#next();
    if (byte === null) return;
    const last = this.#bytes[behindValue - 1] ?? 0;
    if (this.#offset === behindValue && isDigit(last)) {
      throw this.#unexpected(byte, 'Expected space separating root-level values');
    }
    if (isIdentifierStart(byte)) throw unknownToken(this.#bytes, this.#offset);
    throw this.#unexpected(byte, 'expected the end of the text behind its only value');
  }

  /** The next byte that is not blank, not read over yet; `null` at the end. */
  #next(): number | null {
    const bytes = this.#bytes;
    let offset = this.#offset;
    let byte = bytes[offset];
    while (byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09) {
      offset += 1;
      byte = bytes[offset];
    }
    this.#offset = offset;
    if (byte === undefined) return null;
    if (byte < 0x20 || byte === slash) throw notASeparator(byte, offset);
    return byte;
  }

  #nextOf(name: ContainerName): number {
    const byte = this.#next();
    if (byte !== null) return byte;
    throw unexpectedEnd(this.#bytes, ` within/between ${name} entries`);
  }

  #unexpected(byte: number, expectation: string): JsonFault {
    return unexpectedCharacter(byte, this.#offset, expectation);
  }
}
