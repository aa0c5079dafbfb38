import type { ProjectFile, Violation } from './project-tree.ts';

/** Written in two parts, so that this file does not break its own rules. */
const leftovers = [`FIX${'ME'}`, `X${'XX'}`];

/** Whoever needs to say something writes an issue or a decision record. */
export function checkLeftovers(file: ProjectFile): readonly Violation[] {
  return leftovers.flatMap((word) => linesWith(file, new RegExp(`\\b${word}\\b`), word));
}

/** Package clients know their registry; a name in the tree would bind everybody to it. */
const registries = [
  ['registry', 'npmjs', 'org'],
  ['registry', 'yarnpkg', 'com'],
  ['pypi', 'org'],
  ['pythonhosted', 'org'],
  ['proxy', 'golang', 'org'],
  ['sum', 'golang', 'org'],
  ['rubygems', 'org'],
  ['repo', 'maven', 'apache', 'org'],
  ['repo1', 'maven', 'org'],
  ['api', 'nuget', 'org'],
  ['crates', 'io'],
].map((parts) => parts.join('.'));

export function checkRegistries(file: ProjectFile): readonly Violation[] {
  return registries.flatMap((host) => {
    const name = host.replaceAll('.', '\\.');
    return linesWith(file, new RegExp(`(^|[^a-z0-9-])${name}`, 'i'), host);
  });
}

function linesWith({ path, text }: ProjectFile, pattern: RegExp, what: string): Violation[] {
  return text
    .split('\n')
    .flatMap((line, index) => (pattern.test(line) ? [`${path}:${index + 1} says ${what}`] : []));
}

/** Each code has a heading of its own in the page, and the page has no other. */
export function checkErrorPage(codes: readonly string[], page: string): readonly Violation[] {
  const documented = [...page.matchAll(/^### (\w+)$/gm)].map(([, code]) => code ?? '');
  return [
    ...codes
      .filter((code) => !documented.includes(code))
      .map((code) => `${code} is not documented`),
    ...documented.filter((code) => !codes.includes(code)).map((code) => `${code} is no code`),
  ];
}
