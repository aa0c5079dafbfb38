import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type Contender, contenderName } from '../contender.ts';

/**
 * What the calibrator is: ratios to another one mean something else. It is one for every function,
 * so that a function that moves to another runtime shows what that changed.
 */
export const calibratorKind = 'nodejs24.x, 1';

/**
 * The same processor work in every init, and a little in every event: a fast machine does it fast,
 * and what else a start consists of, containers and processes, is there anyway.
 */
const source = `import { createHash } from 'node:crypto';

function work(turns) {
  let digest = '';
  for (let turn = 0; turn < turns; turn += 1) {
    const words = Array.from({ length: 200 }, (_, at) => digest + ((at * 7919) % 1000));
    digest = createHash('sha256').update(JSON.stringify(words.sort())).digest('hex');
  }
  return digest;
}

export const atInit = work(300);
export const handler = async () => work(5);
`;

/** The one that is measured under the same conditions. */
export function calibratorName(conditions: Conditions): string {
  return contenderName('the calibrator', conditions);
}

type Conditions = Pick<Contender, 'memorySizeMb' | 'concurrency'>;

/**
 * A function of known work under all conditions that contenders have, measured in the same rounds:
 * what it takes is the unit in which one machine's figures mean something on another.
 * @param directory where its code is put
 */
export async function createCalibrators(
  directory: string,
  contenders: readonly Contender[],
): Promise<readonly Contender[]> {
  await writeFile(path.join(directory, 'index.mjs'), source);
  const controls = contenders.filter(({ control }) => control);
  return controls.map(({ memorySizeMb, concurrency }) => {
    const name = calibratorName({ memorySizeMb, concurrency });
    const options = {
      code: directory,
      functionName: 'lambox-calibrator',
      runtime: 'nodejs24.x',
      handler: 'index.handler',
      networkMode: 'none',
      memorySizeMb,
      concurrency,
    };
    // Compared with nothing, by nobody.
    return { name, options, memorySizeMb, concurrency, reference: name, control: false };
  });
}
