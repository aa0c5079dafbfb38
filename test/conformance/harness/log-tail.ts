/** The content of an answer's `x-amz-log-result`. */
export function logTailOf(headers: Readonly<Record<string, string>>): string {
  return Buffer.from(headers['x-amz-log-result'] ?? '', 'base64').toString();
}
