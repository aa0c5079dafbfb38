/** A line of a JSON log, with the members that tests look at. */
export interface Document {
  readonly text: string;
  /** `platform.…`; absent in the function's own. */
  readonly type?: string;
  readonly time?: string;
  // biome-ignore lint/suspicious/noExplicitAny: what a record has is what the tests are about
  readonly record?: any;
  readonly message?: unknown;
}

/** @throws SyntaxError for a line that is no JSON */
export function documentsOf(lines: readonly string[]): readonly Document[] {
  return lines.map((text) => ({ ...JSON.parse(text), text }));
}

/** The platform's of one type, without the `platform.` before it. */
export function recordsOf(documents: readonly Document[], type: string): readonly Document[] {
  return documents.filter((document) => document.type === `platform.${type}`);
}

/** The platform's of a log that has other lines too: what a dying process writes is no JSON. */
export function platformDocuments(lines: readonly string[]): readonly Document[] {
  return documentsOf(lines.filter((text) => text.startsWith('{"time":')));
}
