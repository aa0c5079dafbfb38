const identifier = '[A-Za-z_$][\\w$]*';
const assigned = new RegExp(`\\bexports\\.(${identifier})\\s*=(?!=)`, 'g');
const defined = new RegExp(`\\bdefineProperty\\(exports, ["'](${identifier})["']`, 'g');
const declared = new RegExp(
  `\\bexport\\s+(?:async\\s+)?(?:function\\s*\\*?|const|let|var|class)\\s+(${identifier})`,
  'g',
);
const lists = /\bexport\s*\{([^}]*)\}/g;
const commonJsObjects = /\bmodule\.exports\s*=\s*\{([^{}]*(?:\{[^{}]*\}[^{}]*)*)\}/g;

/**
 * The names that a JavaScript or TypeScript file exports, judged by its text alone: good for
 * advice, not for truth. In the order of their appearance by kind.
 */
export function findExportedNames(source: string): readonly string[] {
  const text = source.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/^\s*\/\/.*$/gm, '');
  const names = [assigned, defined, declared].flatMap((pattern) => groups(text, pattern));
  for (const list of groups(text, lists)) {
    names.push(
      ...list.split(',').map(
        (entry) =>
          entry
            .trim()
            .split(/\s+as\s+/)
            .at(-1) ?? '',
      ),
    );
  }
  for (const members of groups(text, commonJsObjects)) names.push(...memberNames(members));
  const isName = new RegExp(`^${identifier}$`);
  return [...new Set(names)].filter((name) => isName.test(name) && name !== '__esModule');
}

function groups(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].map((match) => match[1] ?? '');
}

/** `handler, other: value, method() { … }` → the names. */
function memberNames(members: string): string[] {
  const flat = members.replaceAll(/\{[^{}]*\}|\([^()]*\)/g, '');
  return flat.split(',').map((member) => /^\s*(?:async\s+)?([\w$]+)/.exec(member)?.[1] ?? '');
}
