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
   * Whether an image can be made here without a container registry. `runs`: one was, and tests ran
   * on it. `complete`: the recipe is whole, and none of our machines has what it needs. `none`:
   * only AWS's image serves.
   */
  readonly recipe: 'runs' | 'complete' | 'none';
  /** What the recipe asks of the host, or why there is none; `null`: nothing to say. */
  readonly recipeNote: string | null;
}

/** Whether Lambox has a recipe at all. */
export function hasRecipe({ recipe }: Pick<Runtime, 'recipe'>): boolean {
  return recipe !== 'none';
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
