/** Row 5.1-1. */
export function logGroupName(functionName: string): string {
  return `/aws/lambda/${functionName}`;
}

export interface LogStream {
  /** When the environment began; its day in UTC is the stream's. */
  readonly startedAt: Date;
  readonly functionName: string;
  readonly version: string;
  readonly logGroup: string;
  /** 32 lower-case hexadecimal digits. */
  readonly randomDigits: string;
}

/** Rows 5.1-2 and 5.1-3: a group of the function's own needs no name of the function. */
export function logStreamName(stream: LogStream): string {
  const { functionName, version, logGroup, randomDigits } = stream;
  const day = stream.startedAt.toISOString().slice(0, 10).replaceAll('-', '/');
  const named = logGroup === logGroupName(functionName) ? '' : functionName;
  return `${day}/${named}[${version}]${randomDigits}`;
}

/** The stream that an environment's own variables name. */
export function logStreamNameIn(variables: Readonly<Record<string, string>>): string {
  const { AWS_LAMBDA_LOG_STREAM_NAME: name = '' } = variables;
  return name;
}
