/** Gives so many lower-case hexadecimal digits. */
export type RandomDigits = (count: number) => string;

/**
 * The trace header of an event (row 1.3, `Root=…;Parent=…;Sampled=…`). What a caller's own header
 * says is kept, what it leaves out is added; one without a usable root is replaced.
 * @param epochMs the date that a new root carries.
 */
export function traceHeader(
  given: string | null,
  epochMs: number,
  randomDigits: RandomDigits,
): string {
  const members = given === null ? new Map<string, string>() : readMembers(given);
  const root = members.get('Root') ?? '';
  if (!/^1-[0-9a-f]{8}-[0-9a-f]{24}$/.test(root)) {
    const seconds = Math.floor(epochMs / 1000).toString(16);
    const date = seconds.padStart(8, '0').slice(-8);
    return `Root=1-${date}-${randomDigits(24)};Parent=${randomDigits(16)};Sampled=0`;
  }
  const parent = members.get('Parent') ?? randomDigits(16);
  const sampled = members.get('Sampled') === '1' ? '1' : '0';
  return `Root=${root};Parent=${parent};Sampled=${sampled}`;
}

function readMembers(header: string): Map<string, string> {
  const members = header.split(';').map((member) => {
    const [name = '', value = ''] = member.split('=', 2);
    return [name.trim(), value.trim()] as const;
  });
  return new Map(members);
}

/** What the log says of an event whose trace is kept. */
export interface SampledTrace {
  /** The whole header. */
  readonly header: string;
  /** `1-…` */
  readonly traceId: string;
  readonly segmentId: string;
}

/** `null` where the header says that the trace is not kept: the log is silent then. */
export function sampledTrace(header: string): SampledTrace | null {
  const members = readMembers(header);
  if (members.get('Sampled') !== '1') return null;
  return {
    header,
    traceId: members.get('Root') ?? '',
    segmentId: members.get('Parent') ?? '',
  };
}
