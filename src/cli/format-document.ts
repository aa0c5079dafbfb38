/** A document of `--json`, for programs and still readable by people. */
export function formatDocument(members: Readonly<Record<string, unknown>>): string {
  return `${JSON.stringify({ schemaVersion: 1, ...members }, null, 2)}\n`;
}
