import { LamboxError } from '../errors.ts';

const charactersMax = 64;
const pattern = /^[a-zA-Z0-9-_]+$/;

/**
 * @throws LamboxError `InvalidOption` unless the name is what CreateFunction takes (C-12, C-14).
 */
export function parseFunctionName(text: string): string {
  if (pattern.test(text) && text.length <= charactersMax) return text;
  throw new LamboxError(
    'InvalidOption',
    `function name ${JSON.stringify(text)} is not 1 to ${charactersMax} of the characters ` +
      'a-z, A-Z, 0-9, - and _',
    { remedy: `Use a name such as ${deriveFunctionName(text)}.` },
  );
}

/** A function name made from the name of a directory or an image: other characters become `-`. */
export function deriveFunctionName(text: string): string {
  const name = text
    .replace(/[^a-zA-Z0-9-_]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, charactersMax);
  return name === '' ? 'function' : name;
}
