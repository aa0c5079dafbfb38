import { describe, expect, it } from 'vitest';
import { checkHandler, handlerShape } from '../../../src/lambda/handler-shape.ts';
import { parseRuntime, runtimes } from '../../../src/lambda/runtimes.ts';

describe('checkHandler', () => {
  it.each([
    ['nodejs24.x', ['index.handler', 'src/app.main', 'index.nested.deeply.handler']],
    ['python3.13', ['app.handler', 'package.module.function', 'folder/module.function']],
    ['java21', ['example.Handler::handleRequest', 'example.Handler', 'Handler::run$1']],
    ['dotnet8', ['Orders::Orders.Function::Handle', 'Orders']],
    ['ruby3.4', ['function.handler', 'lib/function.Orders::Handler.handle']],
    ['provided.al2023', ['bootstrap', 'anything at all', '..']],
  ])('takes what a client of %s can read', (identifier, handlers) => {
    for (const handler of handlers) checkHandler(parseRuntime(identifier), handler);
  });

  it.each([
    ['nodejs24.x', ['index', '../index.handler', '.handler', 'lib/index', 'index.']],
    ['python3.13', ['app', 'app.', 'folder.x/module']],
    ['java21', ['example/Handler', 'example.Handler::', 'example.Handler:run', '8.Handler']],
    ['dotnet8', ['Orders::Orders.Function', 'Orders:Function:Handle', '::::']],
    ['ruby3.4', ['function', 'function.', 'a.b.c.d', '.handler', 'a..b']],
  ])('refuses what one of %s cannot, with the form and an example', (identifier, handlers) => {
    const runtime = parseRuntime(identifier);
    for (const handler of handlers) {
      expect(() => checkHandler(runtime, handler), handler).toThrow(
        expect.objectContaining({
          code: 'InvalidOption',
          message: expect.stringContaining(
            `handler ${JSON.stringify(handler)} is none that ${identifier} can read: expected `,
          ),
          remedy: `Write it like ${handlerShape(runtime)?.example}.`,
        }),
      );
    }
  });

  it.each(runtimes.map(({ identifier, family }) => [identifier, family] as const))(
    'takes a handler of its family and not of another for %s (%s)',
    (identifier, family) => {
      const [good, bad] = handlersOf[family];
      checkHandler(parseRuntime(identifier), good);
      if (bad === null) return;
      expect(() => checkHandler(parseRuntime(identifier), bad)).toThrow(
        `is none that ${identifier}`,
      );
    },
  );

  it('knows a form for every family, and its example is one', () => {
    for (const runtime of runtimes.filter(({ family }) => family !== 'provided')) {
      const shape = handlerShape(runtime);
      expect(shape?.example, runtime.identifier).toMatch(shape?.pattern ?? /$^/);
    }
  });
});

/** One that a family's client reads, and one that it does not. */
const handlersOf = {
  nodejs: ['src/index.handler', 'index'],
  python: ['orders.take.handler', 'handler'],
  java: ['example.Handler::handleRequest', 'example.Handler::'],
  dotnet: ['Orders::Orders.Function::Handle', 'Orders::Handle'],
  ruby: ['function.Orders::Handler.handle', 'function'],
  provided: ['anything', null],
} as const;
