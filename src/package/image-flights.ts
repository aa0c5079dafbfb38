import type { ResolvedImage } from './deployed-package.ts';
import { SingleFlight } from './single-flight.ts';

/** Two functions that are created at once make or pull an image once. */
export interface ImageFlights {
  /** By runtime. */
  readonly runtimes: SingleFlight<ResolvedImage>;
  /** By reference and how it is had: users' images. */
  readonly images: SingleFlight<ResolvedImage>;
  /** By reference: what several runtimes stand on. */
  readonly bases: SingleFlight<void>;
}

export function createImageFlights(): ImageFlights {
  return { runtimes: new SingleFlight(), images: new SingleFlight(), bases: new SingleFlight() };
}
