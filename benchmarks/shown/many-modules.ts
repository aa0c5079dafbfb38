import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** 2,000 files and 5 MB in all; a handler reads every tenth, as bundles bring more than is used. */
const files = 2_000;
const bytesEach = 2_500;
const readEvery = 10;
const filesPerFolder = 100;

export async function writeManyModules(folder: string): Promise<void> {
  const names = Array.from({ length: files }, (_, index) => {
    return `lib/part-${Math.floor(index / filesPerFolder)}/module-${index}.mjs`;
  });
  for (const directory of new Set(names.map((name) => path.dirname(name)))) {
    await mkdir(path.join(folder, directory), { recursive: true });
  }
  for (const [index, name] of names.entries()) {
    await writeFile(path.join(folder, name), moduleText(index));
  }
  const read = names.filter((_, index) => index % readEvery === 0);
  const imports = read.map((name, index) => `import { value as value${index} } from './${name}';`);
  const sum = read.map((_, index) => `value${index}`).join(' + ');
  const handler = `export const handler = async () => ${sum};`;
  await writeFile(path.join(folder, 'index.mjs'), `${imports.join('\n')}\n${handler}\n`);
}

/** Code, not one long text: it has to be parsed. */
function moduleText(index: number): string {
  let text = `export const value = ${index};\n`;
  for (let line = 0; text.length < bytesEach; line += 1) {
    text += `export function step${line}(a, b) { return a * ${line} + b - value; }\n`;
  }
  return text;
}
