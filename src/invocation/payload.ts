/**
 * An answer as a value: what its JSON says, the text itself where it is not JSON, `null` where it
 * is empty.
 */
export function parsePayload(bytes: Uint8Array): unknown {
  if (bytes.byteLength === 0) return null;
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString();
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
