/** Row 5.1-1. */
export function logGroupName(functionName: string): string {
  return `/aws/lambda/${functionName}`;
}

/**
 * Row 5.1-2, of the default group.
 * @param startedAt when the environment began; its day in UTC is the stream's.
 * @param randomDigits 32 lower-case hexadecimal digits.
 */
export function logStreamName(startedAt: Date, version: string, randomDigits: string): string {
  const day = startedAt.toISOString().slice(0, 10).replaceAll('-', '/');
  return `${day}/[${version}]${randomDigits}`;
}
