import { chmodSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { inferHandler } from '../../../src/package/infer-handler.ts';
import { TemporaryDirectory } from '../../support/temporary-directory.ts';

const esm = 'export const handler = async () => {};';
const cjs = 'exports.handler = async () => {};';
const python = 'def lambda_handler(event, context):\n    return 1\n';
const main = (path: string): string => JSON.stringify({ main: path });

function infer(files: Record<string, string>, given = {}): ReturnType<typeof inferHandler> {
  using source = new TemporaryDirectory();
  source.write(files);
  return inferHandler(source.path, given);
}

describe('a directory that makes it plain', () => {
  it.each([
    [{ 'index.mjs': esm }, 'index.handler', 'index.mjs exports handler'],
    [{ 'index.js': cjs }, 'index.handler', 'index.js exports handler'],
    [{ 'index.js': cjs, 'index.mjs': esm }, 'index.handler', 'index.js exports handler'],
    [{ 'index.js': '', 'app.js': cjs, 'package.json': main('app.js') }, 'app.handler', 'app.js,'],
    [{ 'dist/a.js': cjs, 'package.json': main('./dist/a') }, 'dist/a.handler', 'dist/a.js, the'],
    [{ 'lib/index.cjs': cjs, 'package.json': main('lib/') }, 'lib/index.handler', 'lib/index.cjs'],
  ])('%j: %s', (files, handler, reason) => {
    expect(infer(files)).toMatchObject({
      runtime: 'nodejs24.x',
      handler,
      reason: expect.stringContaining(reason),
    });
  });

  it('is Python where it has a module and function of the usual names', () => {
    const app = { 'app.py': python };
    const reason = 'app.py defines lambda_handler';
    const inferred = { runtime: 'python3.13', handler: 'app.lambda_handler', reason };
    expect(infer(app)).toEqual(inferred);
    expect(infer(app, { runtime: 'python3.12' })).toEqual({ ...inferred, runtime: 'python3.12' });
    expect(infer({ 'index.mjs': '', ...app })).toEqual(inferred);
    expect(infer({ 'orders/take.py': '' }, { handler: 'orders.take.run' })).toEqual({
      runtime: 'python3.13',
      handler: 'orders.take.run',
      reason: 'orders/take.py is Python',
    });
  });

  it('leaves what is given', () => {
    expect(infer({}, { runtime: 'python3.13', handler: 'a.b' })).toEqual({
      runtime: 'python3.13',
      handler: 'a.b',
      reason: null,
    });
    expect(infer({ 'index.js': cjs }, { runtime: 'nodejs22.x' }).runtime).toBe('nodejs22.x');
    expect(infer({ 'app.js': '' }, { handler: 'app.main' })).toEqual({
      runtime: 'nodejs24.x',
      handler: 'app.main',
      reason: 'app.js is JavaScript',
    });
    expect(infer({}, { runtime: 'provided.al2023' }).handler).toBe('bootstrap');
  });
});

describe('a directory with a program called bootstrap', () => {
  function inferWithMode(mode: number, files: Record<string, string> = {}, given = {}) {
    using source = new TemporaryDirectory();
    source.write({ bootstrap: '#!/bin/sh', ...files });
    chmodSync(source.join('bootstrap'), mode);
    return inferHandler(source.path, given);
  }

  it('brings its own runtime, whatever lies beside it', () => {
    const reason = 'bootstrap is executable';
    expect(inferWithMode(0o755)).toEqual({
      runtime: 'provided.al2023',
      handler: 'bootstrap',
      reason,
    });
    expect(inferWithMode(0o555, { 'index.mjs': esm }).runtime).toBe('provided.al2023');
    expect(inferWithMode(0o755, {}, { handler: 'function.handler' })).toEqual({
      runtime: 'provided.al2023',
      handler: 'function.handler',
      reason,
    });
  });

  it('is of the runtime that is given', () => {
    const given = { runtime: 'provided.al2' };
    expect(inferWithMode(0o755, {}, given)).toMatchObject({ ...given, handler: 'bootstrap' });
    const node = { runtime: 'nodejs24.x' };
    expect(inferWithMode(0o755, { 'index.mjs': esm }, node)).toMatchObject(node);
  });

  it('which is not executable is told how to make it so', () => {
    expect(() => inferWithMode(0o644)).toThrow(
      expect.objectContaining({ remedy: expect.stringContaining('chmod +x') }),
    );
    expect(inferWithMode(0o644, { 'index.mjs': esm }).runtime).toBe('nodejs24.x');
  });
});

describe('a directory that does not', () => {
  it.each([
    [{}, '--runtime nodejs24.x --handler FILE.FUNCTION'],
    [{ 'index.js': 'exports.main = 1' }, '--handler index.FUNCTION'],
    [{ 'index.js': '', 'index.mjs': esm }, '--handler index.FUNCTION'],
    [{ 'index.ts': esm }, 'Build the TypeScript'],
    [{ 'app.py': 'def main(): pass' }, '--runtime python3.13 --handler app.FUNCTION'],
    [{ 'main.go': 'package main', 'go.mod': '' }, 'go build -tags lambda.norpc -o bootstrap'],
    [{ 'package.json': 'not json' }, '--runtime'],
    [{ 'a.min.js': cjs, 'package.json': main('a.min.js') }, '--handler a.min.FUNCTION'],
    [{ 'package.json': main('../up.js') }, '--runtime'],
  ])('%j is told what to give', (files, remedy) => {
    expect(() => infer(files)).toThrow(
      expect.objectContaining({
        code: 'UnknownRuntime',
        message: expect.stringContaining('looked for index.js, index.mjs'),
        remedy: expect.stringContaining(remedy),
      }),
    );
  });

  it('but could be of two languages is told to say which', () => {
    const both = { 'index.mjs': esm, 'app.py': python };
    expect(() => infer(both)).toThrow(
      expect.objectContaining({
        message: expect.stringMatching(
          /either: index.mjs exports handler, and app.py defines lambda_handler$/,
        ),
        remedy: 'Say which: --runtime nodejs24.x or --runtime python3.13',
      }),
    );
    expect(infer(both, { runtime: 'python3.13' }).handler).toBe('app.lambda_handler');
    expect(infer(both, { runtime: 'nodejs24.x' }).handler).toBe('index.handler');
  });

  it('asks for the handler where only the runtime is given', () => {
    expect(() => infer({}, { runtime: 'java21' })).toThrow(/^no handler was given/);
    expect(() => infer({ 'orders.py': '' }, { runtime: 'python3.12' })).toThrow(
      expect.objectContaining({ remedy: 'Give the handler: --handler orders.FUNCTION' }),
    );
  });
});
