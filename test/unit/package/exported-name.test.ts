import { describe, expect, it } from 'vitest';
import { exportsName } from '../../../src/package/exported-name.ts';

describe('what exports handler', () => {
  it.each([
    'export const handler = 1',
    'export let handler;',
    'export async function handler() {}',
    'export function* handler() {}',
    'export { handler }',
    'export { a, handler, b }',
    'export { main as handler };',
    'export { handler } from "./x.mjs"',
    'export const { handler, other } = make()',
    'exports.handler = 1',
    'module.exports.handler = async () => 1',
    "exports['handler'] = 1",
    'module.exports = { handler }',
    'module.exports = { a: 1, handler: f }',
    'module.exports = { async handler(event) {} }',
    'exports.handler = void 0;',
    '__export(src_exports, {\n  handler: () => handler\n});\nmodule.exports = __toCommonJS(src)',
    'Object.defineProperty(exports, "handler", { get })',
    'const url = "http://x"; export const handler = 1',
  ])('%s', (source) => {
    expect(exportsName(source, 'handler')).toBe(true);
  });

  it.each([
    '',
    'const handler = 1',
    'export const handlers = 1',
    'export { handler as main }',
    'export { handlerX }',
    'export default handler',
    '// exports.handler = 1',
    '/* module.exports = { handler } */',
    'if (exports.handler == null) {}',
    'exports.main = { handler: 1 }',
  ])('not: %s', (source) => {
    expect(exportsName(source, 'handler')).toBe(false);
  });
});
