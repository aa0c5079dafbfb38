import { describe, expect, it, test } from 'vitest';
import { findExportedNames } from '../../../src/package/exported-names.ts';

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
  ['export const { a, b: c } = make()', ['a', 'c']],
  ['export { main as default }', []],
  ['export default async () => 1', []],
  ['// exports.no = 1\n/* export const no2 = 1 */\nif (exports.x === 1) {}', []],
])('%s', (source, names) => {
  expect(findExportedNames(source)).toEqual(names);
});

describe('what exports handler', () => {
  it.each([
    'export let handler;',
    'export function* handler() {}',
    'export { handler } from "./x.mjs"',
    'export const { handler, other } = make()',
    "exports['handler'] = 1",
    'module.exports = { a: 1, "handler": f }',
    'module.exports = { handler: async (e) => { return { a: { b: [1, e] } } } }; const x = {',
    'module.exports = { a: f({ b: 1 }, [2]), async handler(e) { if (e) { g({}) } } }',
    'exports.handler = void 0;',
    '__export(src_exports, {\n  handler: () => handler\n});\nmodule.exports = __toCommonJS(src)',
    'const url = "http://x"; export const handler = 1',
    'const glob = "src/*"; export const handler = 1; const other = "*/x"',
  ])('%s', (source) => {
    expect(findExportedNames(source)).toContain('handler');
  });

  it.each([
    '',
    'const handler = 1',
    'export const handlers = 1',
    'export { handler as main }',
    'export { handlerX }',
    'export default handler',
    '/* module.exports = { handler } */',
    'exports.main = { handler: 1 }',
    'module.exports = { main: { handler: 1 } }; const y = { handler: 1 }',
  ])('not: %s', (source) => {
    expect(findExportedNames(source)).not.toContain('handler');
  });
});
