const identifier = '[A-Za-z_$][\\w$]*';

/** Each names one thing: a declaration, or an assignment to a member of `exports`. */
const single = [
  `\\bexport\\s+(?:async\\s+)?(?:function\\s*\\*?|const|let|var|class)\\s+(${identifier})`,
  `\\bexports\\s*\\.\\s*(${identifier})\\s*=(?!=)`,
  `\\bexports\\s*\\[\\s*["'](${identifier})["']\\s*\\]\\s*=(?!=)`,
  `\\bdefineProperty\\(\\s*(?:module\\.)?exports\\s*,\\s*["'](${identifier})["']`,
  // A getter in the table of exports that esbuild writes.
  `[{,]\\s*(${identifier})\\s*:\\s*\\(\\)\\s*=>`,
].map((pattern) => new RegExp(pattern, 'g'));

/** `export { a, b as c }`. */
const lists = /\bexport\s*\{([^}]*)\}/g;
/** `export const { a, b: c } =`. */
const patterns = /\bexport\s+(?:const|let|var)\s*\{([^}]*)\}\s*=/g;
/** `module.exports = { a, b: 1, c() { … } }`, from the brace on. */
const objects = /\bmodule\.exports\s*=\s*(?=(\{[\s\S]*))/g;

/**
 * The names that a JavaScript or TypeScript file exports, judged by its text alone: good for
 * inference and advice, not for truth. `export *` and exports made in loops are not seen. In the
 * order of their appearance by kind.
 */
export function findExportedNames(source: string): readonly string[] {
  const text = withoutComments(source);
  const names = single.flatMap((pattern) => groups(text, pattern));
  for (const list of groups(text, lists)) {
    names.push(...list.split(',').map((entry) => lastWord(entry, /\s+as\s+/)));
  }
  for (const pattern of groups(text, patterns)) {
    names.push(...pattern.split(',').map((entry) => lastWord(entry, /\s*:\s*/)));
  }
  for (const members of groups(text, objects)) names.push(...memberNames(members));
  const isName = new RegExp(`^${identifier}$`);
  return [...new Set(names)].filter((name) => isName.test(name) && !unspoken.has(name));
}

/** Not names that a handler could have. */
const unspoken = new Set(['__esModule', 'default']);

/** Comments that begin a line go: a `//` or a `/*` further in may be part of a string. */
function withoutComments(source: string): string {
  return source.replace(/^\s*\/\*[\s\S]*?\*\//gm, '').replace(/^\s*\/\/.*$/gm, '');
}

function groups(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].map((match) => match[1] ?? '');
}

function lastWord(entry: string, separator: RegExp): string {
  return entry.trim().split(separator).at(-1) ?? '';
}

/** `{ handler, other: value, method() { … } } …` → the names. */
function memberNames(object: string): string[] {
  let depth = 0;
  let members = '';
  for (const character of object) {
    if (closing.has(character)) depth -= 1;
    if (depth === 1) members += character;
    if (opening.has(character)) depth += 1;
    if (depth === 0) break;
  }
  return members
    .split(',')
    .map((member) => /^\s*(?:async\s+)?["']?([\w$]+)/.exec(member)?.[1] ?? '');
}

const opening = new Set('{([');
const closing = new Set('})]');
