import type { SourceDirectory } from './source-directory.ts';

/** The modules that tutorials, the console and SAM call a function's file, in this order. */
export const pythonModules = ['lambda_function', 'app', 'main', 'index'] as const;
export const pythonHandlers = ['lambda_handler', 'handler'] as const;

/** A module of one of the usual names that defines a function of one of the usual names. */
export function findPythonHandler(
  source: SourceDirectory,
): { readonly handler: string; readonly reason: string } | null {
  for (const module of pythonModules) {
    const file = `${module}.py`;
    const names = findTopLevelNames(source.read(file) ?? '');
    const name = pythonHandlers.find((usual) => names.includes(usual));
    if (name !== undefined) {
      return { handler: `${module}.${name}`, reason: `${file} defines ${name}` };
    }
  }
  return null;
}

/** The file that `MODULE.FUNCTION` names; the module's parts are parted by dots or slashes. */
export function findPythonModule(source: SourceDirectory, handler: string): string | null {
  const module = handler.slice(0, Math.max(handler.lastIndexOf('.'), 0)).replaceAll('.', '/');
  if (module === '') return null;
  const candidates = [`${module}.py`, `${module}/__init__.py`];
  return candidates.find((candidate) => source.isFile(candidate)) ?? null;
}

const definitions = [
  /^def[ \t]+(\w+)[ \t]*[([]/gm,
  /^(\w+)[ \t]*(?::[^=\n]+)?=(?!=)/gm,
  // `from a import b, c as d`, in parentheses or not.
  /^from[ \t]+\S+[ \t]+import[ \t]*(?:\(([^)]*)\)|([^#\n(]*))/gm,
];

/**
 * The names that a Python file has at its top level, judged by its text alone: good for inference,
 * not for truth. An `async def` is left out, since Lambda's Python cannot call one.
 */
export function findTopLevelNames(source: string): readonly string[] {
  return definitions.flatMap((pattern) =>
    [...source.matchAll(pattern)].flatMap(([, first, second]) =>
      (first ?? second ?? '').split(',').map(
        (entry) =>
          entry
            .trim()
            .split(/\s+as\s+/)
            .at(-1) ?? '',
      ),
    ),
  );
}
