import { expect, it } from 'vitest';
import { handlerAdvice } from '../../../src/lambda/handler-advice.ts';
import { parseRuntime } from '../../../src/lambda/runtimes.ts';

it.each([
  ['nodejs24.x', ['index.handler', 'src/app.handler', 'a.b.handler', './x.y']],
  ['python3.13', ['app.handler', 'package/module.handler', 'package.module.handler']],
  ['ruby3.4', ['app.handler', 'app.Module::Class.handler']],
  ['java21', ['com.example.Handler', 'com.example.Handler::handleRequest']],
  ['dotnet8', ['Assembly', 'Assembly::Namespace.Type::Method']],
  ['provided.al2023', ['anything at all', '']],
])('has nothing to say of the handlers that %s takes', (identifier, handlers) => {
  for (const handler of handlers) {
    expect(handlerAdvice(parseRuntime(identifier), handler)).toBeNull();
  }
});

it.each([
  ['nodejs24.x', 'handler', 'index.handler'],
  ['nodejs24.x', 'index.', 'index.handler'],
  ['nodejs24.x', '../x.y', 'index.handler'],
  ['python3.13', 'app', 'app.handler'],
  ['java21', 'com/example/Handler:run', 'com.example.Handler::handleRequest'],
  ['dotnet8', 'Assembly::Type', 'Assembly::Namespace.Type::Method'],
])('tells that %s does not take %j', (identifier, handler, example) => {
  expect(handlerAdvice(parseRuntime(identifier), handler)).toBe(
    `"${handler}" is not a handler as ${identifier} expects it, e.g. ${example}.`,
  );
});
