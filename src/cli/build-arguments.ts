import { LamboxError } from '../errors.ts';

/**
 * docker's `--build-arg`: `NAME=value`, or `NAME` for the caller's own variable of that name, which
 * is left out where there is none.
 * @throws LamboxError `InvalidOption`
 */
export function parseBuildArguments(
  given: readonly string[],
  callerVariable: (name: string) => string | undefined,
): Readonly<Record<string, string>> {
  const values: Record<string, string> = {};
  for (const text of given) {
    const [, name, value] = /^([A-Za-z_]\w*)(?:=([\s\S]*))?$/.exec(text) ?? [];
    if (name === undefined) throw refused(text);
    const chosen = value ?? callerVariable(name);
    if (chosen !== undefined) values[name] = chosen;
  }
  return values;
}

function refused(text: string): LamboxError {
  return new LamboxError('InvalidOption', `--build-arg ${JSON.stringify(text)} is not NAME=value`, {
    remedy: 'Write it as --build-arg VERSION=24, once for each.',
  });
}
