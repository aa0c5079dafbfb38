import { describe, expect, it } from 'vitest';
import {
  findPythonHandler,
  findPythonModule,
  findTopLevelNames,
} from '../../../src/package/python-handler.ts';
import { SourceDirectory } from '../../../src/package/source-directory.ts';
import { TemporaryDirectory } from '../../support/temporary-directory.ts';

function inside<T>(files: Record<string, string>, look: (source: SourceDirectory) => T): T {
  using directory = new TemporaryDirectory();
  directory.write(files);
  return look(new SourceDirectory(directory.path));
}

const define = (name: string): string => `def ${name}(event, context):\n    return 1\n`;

describe('the handler of a Python function', () => {
  it.each([
    [{ 'lambda_function.py': define('lambda_handler') }, 'lambda_function.lambda_handler'],
    [{ 'app.py': define('lambda_handler') }, 'app.lambda_handler'],
    [{ 'app.py': define('handler') + define('lambda_handler') }, 'app.lambda_handler'],
    [{ 'main.py': define('handler') }, 'main.handler'],
    [{ 'index.py': define('handler'), 'main.py': '' }, 'index.handler'],
    [{ 'app.py': define('handler'), 'index.py': define('handler') }, 'app.handler'],
  ])('%j: %s', (files, handler) => {
    expect(inside(files, findPythonHandler)?.handler).toBe(handler);
  });

  it('has a reason that names file and function', () => {
    expect(inside({ 'app.py': define('handler') }, findPythonHandler)?.reason).toBe(
      'app.py defines handler',
    );
  });

  it.each([
    [{}],
    [{ 'orders.py': define('handler') }],
    [{ 'app.py': define('main') }],
    [{ 'app.py': `class App:\n    ${define('handler')}` }],
    [{ 'app.py': `async ${define('handler')}` }],
  ])('is not plain in %j', (files) => {
    expect(inside(files, findPythonHandler)).toBeNull();
  });
});

it('finds the names of a file at its top level', () => {
  const source = [
    'handler = make()',
    'typed: Callable[..., str] = make()',
    'if handler == 1: pass',
    '    inner = 1',
    'def generic[T](event: T): ...',
    'from orders import take, leave as go  # and more',
    'from orders import (',
    '    many,',
    '    things,',
    ')',
  ];
  expect(findTopLevelNames(source.join('\n')).filter((name) => name !== '')).toEqual([
    'generic',
    'handler',
    'typed',
    'take',
    'go',
    'many',
    'things',
  ]);
});

describe('the file of a handler', () => {
  it.each([
    ['app.handler', { 'app.py': '' }, 'app.py'],
    ['orders.take.handler', { 'orders/take.py': '' }, 'orders/take.py'],
    ['orders/take.handler', { 'orders/take.py': '' }, 'orders/take.py'],
    ['orders.handler', { 'orders/__init__.py': '' }, 'orders/__init__.py'],
    ['app.handler', { 'app.js': '' }, null],
    ['app', { 'app.py': '', '.py': '' }, null],
  ])('%s in %j is %s', (handler, files, file) => {
    expect(inside(files, (source) => findPythonModule(source, handler))).toBe(file);
  });
});
