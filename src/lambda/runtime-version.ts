import type { Runtime } from './runtime.ts';

/** What INIT_START says of a managed runtime (row 5.2-1). */
export interface RuntimeVersion {
  readonly version: string;
  readonly arn: string;
}

/**
 * AWS counts the versions of its runtimes; here the image's own id, 64 hexadecimal digits, says
 * which it is: `nodejs:24.3c5f309b2556`.
 * @param imageId `sha256:…`
 */
export function runtimeVersion(runtime: Runtime, region: string, imageId: string): RuntimeVersion {
  const digits = imageId.replace(/^sha256:/, '');
  return {
    version: `${runtime.family}:${runtime.version}.${digits.slice(0, 12)}`,
    arn: `arn:aws:lambda:${region}::runtime:${digits}`,
  };
}
