/**
 * Whether JavaScript source text exports a name, as an ES module or as CommonJS. Reads the text,
 * does not run it: `export *` and exports made in loops are not seen.
 */
export function exportsName(source: string, name: string): boolean {
  const text = withoutComments(source);
  const id = name.replaceAll('$', '\\$');
  return [
    // ES modules.
    `\\bexport\\s+(?:async\\s+)?(?:function\\s*\\*?|class)\\s*${id}\\b`,
    `\\bexport\\s+(?:const|let|var)\\s+${id}\\b`,
    `\\bexport\\s+(?:const|let|var)\\s*\\{[^}]*\\b${id}\\b[^}]*\\}\\s*=`,
    `\\bexport\\s*\\{(?:[^}]*[,\\s])?${id}\\s*[,}]`,
    `\\bexport\\s*\\{[^}]*\\bas\\s+${id}\\s*[,}]`,
    // CommonJS, also as compilers write it.
    `\\bexports\\s*\\.\\s*${id}\\s*=(?!=)`,
    `\\bexports\\s*\\[\\s*['"]${id}['"]\\s*\\]\\s*=(?!=)`,
    `\\bmodule\\.exports\\s*=\\s*\\{(?:[^}]*[,\\s])?(?:async\\s+)?['"]?${id}['"]?\\s*[,:(}]`,
    `\\bObject\\.defineProperty\\(\\s*(?:module\\.)?exports\\s*,\\s*['"]${id}['"]`,
    `[{,]\\s*${id}\\s*:\\s*\\(\\)\\s*=>`,
  ].some((pattern) => new RegExp(pattern).test(text));
}

/** Comments that begin a line; a `//` further in may be part of a string. */
function withoutComments(source: string): string {
  return source.replace(/^\s*\/\*[\s\S]*?\*\//gm, '').replace(/^\s*\/\/.*$/gm, '');
}
