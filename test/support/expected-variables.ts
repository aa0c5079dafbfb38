import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect } from 'vitest';
import { functionDirectory } from './function-directory.ts';

type Variables = Readonly<Record<string, string>>;

/** Where ours is not AWS's value: another by pattern, or none. */
type Difference = { readonly because: string } & (
  | { readonly pattern: string }
  | { readonly absent: true }
);

/** What a handler finds in its process on AWS, and where it finds something else here. */
export interface ExpectedVariables {
  readonly aws: Variables;
  readonly differences: Readonly<Record<string, Difference>>;
}

/** What the committed files stand for: all that decides a variable is said. */
export const functionOfExpectedVariables = {
  functionName: 'environment-test',
  region: 'eu-west-1',
  memorySizeMb: 256,
  variables: { CUSTOMER: 'says hello, ünï', _HIDDEN: 'never reaches the runtime' },
  credentials: {
    accessKeyId: 'AKIDOFTHETEST',
    secretAccessKey: 'secretOfTheTest',
    sessionToken: 'tokenOfTheTest',
  },
};

/** Reads the committed file of a runtime. */
export async function readExpectedVariables(identifier: string): Promise<ExpectedVariables> {
  const file = path.join(functionDirectory('environment', 'expected'), `${identifier}.json`);
  return JSON.parse(await readFile(file, 'utf8'));
}

/** For `toEqual`: every variable, and no other. */
export function expectedVariables({ aws, differences }: ExpectedVariables) {
  expect(Object.keys(differences).filter((name) => !(name in aws))).toEqual([]);
  const expected: Record<string, unknown> = { ...aws };
  for (const [name, difference] of Object.entries(differences)) {
    if ('absent' in difference) delete expected[name];
    else expected[name] = expect.stringMatching(new RegExp(difference.pattern));
  }
  return expected;
}
