import type { FunctionConfiguration } from '../lambda/function-configuration.ts';
import type { DeployedPackage } from '../package/deployed-package.ts';

/** An immutable snapshot of a function: what every environment of it is made from. */
export interface FunctionVersion {
  readonly configuration: FunctionConfiguration;
  readonly package: DeployedPackage;
  readonly networkMode: string;
  /** Ports inside that lead to the same ports of this machine's loopback. */
  readonly hostServices: readonly number[];
  /** `fast` leaves out freezing and the CPU quota. */
  readonly isolation: 'strict' | 'fast';
  /** Look for peaks of what has limits while events run. */
  readonly keepPeaks: boolean;
}
