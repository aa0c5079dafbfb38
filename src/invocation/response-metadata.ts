/** With what content type a function says that its response begins with metadata (row 8.4-1). */
const metadataContentType = 'application/vnd.awslambda.http-integration-response';
const delimiter = Buffer.alloc(8);
/** What is longer has no delimiter: it is passed on as it is. */
const metadataBytesMax = 1_048_576;

/** What `awslambda.HttpResponseStream.from` puts ahead of a body (row 8.4-2). */
export interface ResponseMetadata {
  readonly statusCode?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly cookies?: readonly string[];
  readonly multiValueHeaders?: Readonly<Record<string, readonly string[]>>;
}

/** Whether a response of this content type begins with metadata. */
export function hasMetadata(contentType: string): boolean {
  return contentType === metadataContentType;
}

/** Takes the metadata off the beginning of a response that comes in pieces. */
export class MetadataReader {
  #pieces: Buffer = Buffer.alloc(0);

  /** All that came so far. */
  get bytes(): Buffer {
    return this.#pieces;
  }

  /** `null`: more has to come. Without a delimiter, or where it is no JSON, everything is body. */
  add(bytes: Uint8Array): { readonly metadata: ResponseMetadata | null; body: Buffer } | null {
    this.#pieces = Buffer.concat([this.#pieces, bytes]);
    const at = this.#pieces.indexOf(delimiter);
    if (at >= 0) {
      const metadata = parseMetadata(this.#pieces.subarray(0, at).toString());
      const bodyAt = metadata === null ? 0 : at + delimiter.byteLength;
      return { metadata, body: this.#pieces.subarray(bodyAt) };
    }
    if (this.#pieces.byteLength < metadataBytesMax) return null;
    return { metadata: null, body: this.#pieces };
  }
}

function parseMetadata(text: string): ResponseMetadata | null {
  try {
    const parsed: unknown = JSON.parse(text);
    if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) return null;
    // The function's own words: Lambda does not check their types here either.
    return parsed as ResponseMetadata;
  } catch {
    return null;
  }
}
