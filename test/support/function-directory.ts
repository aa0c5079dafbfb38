import { fileURLToPath } from 'node:url';

/** The code of a scenario: `test/functions/<scenario>/<family>`. */
export function functionDirectory(scenario: string, family = 'nodejs'): string {
  return fileURLToPath(new URL(`../functions/${scenario}/${family}`, import.meta.url));
}
