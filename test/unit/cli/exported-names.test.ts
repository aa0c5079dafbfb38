import { expect, test } from 'vitest';
import { findExportedNames } from '../../../src/cli/exported-names.ts';

test.each([
  ['exports.handler = async () => 1', ['handler']],
  ['module.exports.main = main', ['main']],
  [
    'module.exports = { handler, other: x, async third(a, b) { return 1 } }',
    ['handler', 'other', 'third'],
  ],
  ['0 && (module.exports = {\n  handler\n});', ['handler']],
  ['Object.defineProperty(exports, "__esModule", { value: true });\nexports.a = a;', ['a']],
  ['Object.defineProperty(exports, "late", { get() {} });', ['late']],
  ['export const handler = 1; export async function other() {}', ['handler', 'other']],
  ['export { a, b as handler }', ['a', 'handler']],
  ['export default async () => 1', []],
  ['// exports.no = 1\n/* export const no2 = 1 */\nif (exports.x === 1) {}', []],
])('%s', (source, names) => {
  expect(findExportedNames(source)).toEqual(names);
});
