/** The file that makes a directory an image function. */
export const dockerfileName = 'Dockerfile';

/** One instruction of a Dockerfile, its continuation lines put together. */
export interface Instruction {
  /** Of its first line, from 1. */
  readonly line: number;
  /** In capitals: `RUN`. */
  readonly keyword: string;
  /** Its `--name=value` words. */
  readonly flags: readonly string[];
  /** What follows them. */
  readonly rest: string;
}

export interface Dockerfile {
  /** What `# syntax=` names, `null` without. */
  readonly syntax: { readonly line: number; readonly frontend: string } | null;
  readonly instructions: readonly Instruction[];
}

/** Why the engine's classic builder cannot build a Dockerfile. */
export interface BuildKitNeed {
  readonly line: number;
  /** `RUN --mount`. */
  readonly feature: string;
}

/** What the classic builder knows of each instruction; others have no flags there. */
const classicFlags: Readonly<Record<string, readonly string[]>> = {
  FROM: ['--platform'],
  COPY: ['--from', '--chown'],
  ADD: ['--chown'],
  HEALTHCHECK: ['--interval', '--timeout', '--start-period', '--retries'],
};

/** A document within the file: `<<EOF`, `<<-"EOF"`, but not the shell's `<<<`. */
const heredoc = /(?:^|\s)\d*<<-?(["']?)[A-Za-z_]\w*\1(?=\s|$)/;

/** Reads a Dockerfile as far as a build has to be prepared; what it means is the builder's. */
export function parseDockerfile(text: string): Dockerfile {
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  const directives = readDirectives(lines);
  const continuation = directives.find(({ name }) => name === 'escape')?.value === '`' ? '`' : '\\';
  const syntax = directives.find(({ name }) => name === 'syntax');
  const instructions: Instruction[] = [];
  let first = 0;
  let whole = '';
  for (const [index, line] of lines.entries()) {
    if (/^\s*(#|$)/.test(line)) continue;
    if (whole === '') first = index + 1;
    const continues = line.trimEnd().endsWith(continuation);
    whole += continues ? line.trimEnd().slice(0, -1) : line;
    if (continues) continue;
    instructions.push(toInstruction(first, whole));
    whole = '';
  }
  if (whole !== '') instructions.push(toInstruction(first, whole));
  return {
    syntax: syntax === undefined ? null : { line: syntax.line, frontend: syntax.value },
    instructions,
  };
}

/** The first thing that only BuildKit can do, `null` where the classic builder is enough. */
export function findBuildKitNeed({ syntax, instructions }: Dockerfile): BuildKitNeed | null {
  // Docker's own language is what the classic builder reads; whatever is new in it shows below.
  if (syntax !== null && !/^(docker\.io\/)?docker\/dockerfile(:\d[\d.]*)?$/.test(syntax.frontend)) {
    return { line: syntax.line, feature: `# syntax=${syntax.frontend}` };
  }
  for (const instruction of instructions) {
    const feature = buildKitFeature(instruction);
    if (feature !== null) return { line: instruction.line, feature };
  }
  return null;
}

/** The images that its stages begin with, as far as they are written out. */
export function baseImagesOf(
  { instructions }: Dockerfile,
  buildArguments: Readonly<Record<string, string>>,
): readonly string[] {
  const values: Record<string, string> = {};
  const stages = new Set<string>(['scratch']);
  const images = new Set<string>();
  for (const { keyword, rest } of instructions) {
    if (keyword === 'ARG' && stages.size === 1) Object.assign(values, argument(rest));
    if (keyword !== 'FROM') continue;
    const [image = '', , stage] = rest.split(/\s+/);
    const name = replaceArguments(image, { ...values, ...buildArguments });
    if (!stages.has(name.toLowerCase()) && !name.includes('$') && name !== '') images.add(name);
    stages.add((stage ?? `stage ${stages.size}`).toLowerCase());
  }
  return [...images];
}

function buildKitFeature({ keyword, flags, rest }: Instruction): string | null {
  if (keyword === 'ONBUILD') return buildKitFeature(toInstruction(0, rest));
  const known = classicFlags[keyword] ?? [];
  const flag = flags.find((word) => !known.includes(word.replace(/=.*$/, '')));
  if (flag !== undefined) return `${keyword} ${flag.replace(/=.*$/, '')}`;
  const platform = flags.find((word) => /^--platform=\$\{?(BUILD|TARGET)PLATFORM/.test(word));
  if (keyword === 'FROM' && platform !== undefined) return `FROM ${platform}`;
  const document = /^(RUN|COPY|ADD)$/.test(keyword) ? heredoc.exec(rest)?.[0].trim() : undefined;
  return document === undefined ? null : `${keyword} ${document}`;
}

/** `# name=value` lines at the very beginning. */
function readDirectives(lines: readonly string[]) {
  const directives: { line: number; name: string; value: string }[] = [];
  for (const [index, line] of lines.entries()) {
    const [, name, value] = /^\s*#\s*([A-Za-z][\w-]*)\s*=\s*(.+?)\s*$/.exec(line) ?? [];
    if (name === undefined || value === undefined) break;
    directives.push({ line: index + 1, name: name.toLowerCase(), value });
  }
  return directives;
}

function toInstruction(line: number, text: string): Instruction {
  const [, keyword = '', words = ''] = /^\s*(\S+)\s*([\s\S]*)$/.exec(text) ?? [];
  const flags = /^(?:--[a-z][\w-]*(?:=\S*)?\s+)*/.exec(words)?.[0] ?? '';
  return {
    line,
    keyword: keyword.toUpperCase(),
    flags: flags.trim() === '' ? [] : flags.trim().split(/\s+/),
    rest: words.slice(flags.length).trim(),
  };
}

/** `NAME=value`, the value perhaps in quotes; without one there is nothing to know. */
function argument(rest: string): Record<string, string> {
  const [, name, value] = /^(\w+)=(.*)$/.exec(rest) ?? [];
  if (name === undefined || value === undefined) return {};
  return { [name]: value.trim().replace(/^(["'])(.*)\1$/, '$2') };
}

/** `$NAME`, `${NAME}`, `${NAME:-default}`; one that has no value stays. */
function replaceArguments(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(
    /\$(?:(\w+)|\{(\w+)(?::-([^}]*))?\})/g,
    (whole, plain: string | undefined, braced: string | undefined, otherwise?: string) =>
      values[plain ?? braced ?? ''] ?? otherwise ?? whole,
  );
}
