/** A runtime: the language identifier and what it stands for (contract §11.1, §11.2). */
export interface Runtime {
  /** `nodejs24.x`. */
  readonly identifier: string;
  readonly family: RuntimeFamily;
  /** The language's version, `24`, `3.13`; for `provided` the distribution's, `al2023`. */
  readonly version: string;
  /** What AWS runs it on. An image made here says for itself what it is. */
  readonly operatingSystem: OperatingSystem;
  /** AWS's base image, `public.ecr.aws/lambda/nodejs:24`. */
  readonly awsImage: string;
  /** The name of the image made or kept here, `lambox/nodejs:24`. */
  readonly localImage: string;
  readonly architectures: readonly ('x86_64' | 'arm64')[];
  /** Search order of the runtime's program (row 4.5-18). */
  readonly bootstraps: readonly string[];
  /** Whether the runtime client writes whole messages to the framing descriptor (contract §4.4). */
  readonly framedLogs: boolean;
  /**
   * AWS's runtime client; `null` where none belongs to the runtime or its version is not recorded.
   */
  readonly runtimeClient: RuntimeClient | null;
  /** `preview` and `deprecated` run like the others. `imageOnly` has no zip functions on AWS. */
  readonly stage: 'current' | 'preview' | 'deprecated' | 'imageOnly';
  readonly dates: DeprecationDates;
  /**
   * `runs`: an image can be made here without a registry. `recipeLater`: only AWS's image serves.
   */
  readonly recipe: 'runs' | 'recipeLater';
}

export type RuntimeFamily = 'nodejs' | 'python' | 'java' | 'dotnet' | 'ruby' | 'provided';
export type OperatingSystem = 'Amazon Linux 2023' | 'Amazon Linux 2';

export interface RuntimeClient {
  readonly registry: 'npm' | 'PyPI' | 'Maven Central' | 'RubyGems' | 'NuGet';
  readonly name: string;
  readonly version: string;
}

/** AWS's projections, `YYYY-MM-DD`: data, not rules. Invocation is never blocked. */
export interface DeprecationDates {
  readonly deprecation: string | null;
  readonly blockCreate: string | null;
  readonly blockUpdate: string | null;
}
