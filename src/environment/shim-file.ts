import { fileURLToPath } from 'node:url';
import type { Architecture } from '../engine/container-engine.ts';

/** The package carries a shim for each architecture, beside `src/` and `dist/` alike. */
export function shimFile(architecture: Architecture): string {
  const name = `lambox-shim-${architecture === 'arm64' ? 'arm64' : 'amd64'}`;
  return fileURLToPath(new URL(`../../images/shim/bin/${name}`, import.meta.url));
}
