import { LamboxError } from '../errors.ts';
import type { Runtime, RuntimeFamily } from './runtime.ts';

/** How a family's runtime client takes a handler string apart (contract §6.3). */
export interface HandlerShape {
  /** `FILE.EXPORT`. */
  readonly form: string;
  readonly example: string;
  /** What the client would not even begin to look for fails it. */
  readonly pattern: RegExp;
}

const handlerShapes: Readonly<Record<RuntimeFamily, HandlerShape | null>> = {
  nodejs: {
    form: 'FILE.EXPORT, the file without its extension',
    example: 'index.handler',
    pattern: /^(?!.*\.\.)(?:.*\/)?[^./]+\.[^/]+$/,
  },
  python: {
    form: 'MODULE.FUNCTION, the module without .py',
    example: 'lambda_function.lambda_handler',
    pattern: /^.+\.[^./]+$/,
  },
  java: {
    form: 'PACKAGE.CLASS::METHOD, or the class alone where it implements RequestHandler',
    example: 'example.Handler::handleRequest',
    pattern: /^[\p{L}_$][\p{L}\p{N}_$.]*(?:::[\p{L}_$][\p{L}\p{N}_$]*)?$/u,
  },
  dotnet: {
    form: 'ASSEMBLY::NAMESPACE.CLASS::METHOD, or the assembly alone where it has a Main',
    example: 'Orders::Orders.Function::Handle',
    pattern: /^[^:]+(?:::[^:]+::[^:]+)?$/,
  },
  ruby: {
    form: 'FILE.METHOD or FILE.CLASS.METHOD, the file without .rb',
    example: 'function.Orders.handle',
    pattern: /^[^.]+(?:\.[^./]+){1,2}$/,
  },
  // The function's own program makes of it what it likes.
  provided: null,
};

/** `null` for families that take any handler. */
export function handlerShape({ family }: Pick<Runtime, 'family'>): HandlerShape | null {
  return handlerShapes[family];
}

/**
 * Lambda takes any handler without blanks and fails in init: this is for those who want to know
 * before anything is started.
 * @throws LamboxError `InvalidOption` that says how the runtime reads a handler
 */
export function checkHandler(runtime: Runtime, handler: string): void {
  const shape = handlerShape(runtime);
  if (shape === null || shape.pattern.test(handler)) return;
  throw new LamboxError(
    'InvalidOption',
    `handler ${JSON.stringify(handler)} is none that ${runtime.identifier} can read: ` +
      `expected ${shape.form}`,
    { remedy: `Write it like ${shape.example}.`, evidence: { handler, form: shape.form } },
  );
}
