import type { Runtime, RuntimeFamily } from './runtime.ts';

const shapes: Readonly<Record<RuntimeFamily, { pattern: RegExp; example: string } | null>> = {
  nodejs: { pattern: /^(?!.*\.\.)(.*\/)?[^./\s]+\.[^/\s]+$/, example: 'index.handler' },
  python: { pattern: /^[^.\s][^\s]*\.[^.\s]+$/, example: 'app.handler' },
  ruby: { pattern: /^[^.\s]+\.[^\s]+$/, example: 'app.handler' },
  java: { pattern: /^[\w$.]+(::[\w$]+)?$/, example: 'com.example.Handler::handleRequest' },
  dotnet: {
    pattern: /^[^:\s]+(::[^:\s]+::[^:\s]+)?$/,
    example: 'Assembly::Namespace.Type::Method',
  },
  provided: null,
};

/**
 * What to tell a person whose handler string has not the shape that the runtime's client expects
 * (contract §6.3). Advice beside the run, never a reason to refuse it: the client's own error is
 * the answer.
 * @returns one sentence, `null` when the shape is right.
 */
export function handlerAdvice(runtime: Runtime, handler: string): string | null {
  const shape = shapes[runtime.family];
  if (shape === null || shape.pattern.test(handler)) return null;
  const written = JSON.stringify(handler);
  return `${written} is not a handler as ${runtime.identifier} expects it, e.g. ${shape.example}.`;
}
