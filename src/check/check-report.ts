import type { Architecture } from '../engine/container-engine.ts';
import type { Finding } from './finding.ts';

/** What a check found. */
export interface CheckReport {
  readonly function: CheckedFunction | null;
  /** Nothing found: the function may be deployed as it is. */
  readonly findings: readonly Finding[];
  /** What could not be looked at, and why. */
  readonly notes: readonly string[];
  /** The events that were sent, by name. */
  readonly events: readonly string[];
  /** Whether events were also sent one behind the other. */
  readonly stateBleed: boolean;
}

/** `null` in a report where it could not be deployed. */
export interface CheckedFunction {
  readonly name: string;
  readonly packageType: 'Zip' | 'Image';
  readonly runtime: string | null;
  readonly handler: string | null;
  readonly architecture: Architecture;
  /** Of an image all of its layers, else code and layers unzipped. */
  readonly sizeBytes: number;
  /** What Lambda takes at most. */
  readonly sizeBytesMax: number;
}
