import { secondEntry } from '../contender.ts';
import { type Attack, attackedNeighbour } from '../contenders/attacked-neighbour.ts';
import { functionOptions, memorySizesMb, type Workbench } from '../workbench.ts';
import { type Question, runSuite, type SuiteResult } from './suite.ts';

const alone = 'beside rest';
const aloneAgain = 'beside rest, again';
const attacks: readonly Attack[] = ['spin', 'forks', 'memory', 'flood', 'disk'];
const attackerMemorySizeMb = 512;
const p99Bar = 2;

/** Whether a hostile environment reaches the one beside it. */
export async function attackSuite(bench: Workbench): Promise<SuiteResult> {
  await using disposal = new AsyncDisposableStack();
  const { sandbox } = bench;
  const neighbour = disposal.use(
    await sandbox.createFunction(functionOptions(memorySizesMb.whole)),
  );
  const attacker = disposal.use(
    await sandbox.createFunction({
      ...functionOptions(attackerMemorySizeMb),
      code: `${import.meta.dirname}/../attacker`,
      functionName: 'attacker',
      timeoutSeconds: 10,
    }),
  );
  const beside = (name: string, attack: Attack) =>
    attackedNeighbour({ name, neighbour, attacker, attack });
  const reference = beside(alone, 'rest');
  const name = (attack: Attack) => `beside ${attack}`;
  return await runSuite(bench, {
    name: 'attack',
    title:
      `Events through an environment of ${memorySizesMb.whole} MB while one of ` +
      `${attackerMemorySizeMb} MB beside it spins in 50 threads, forks to the limit, eats memory ` +
      'until it is killed, floods its log or writes to /tmp without a pause; against the same ' +
      'while it rests.',
    contenders: [
      reference,
      secondEntry(reference, aloneAgain),
      ...attacks.map((attack) => beside(name(attack), attack)),
    ],
    control: { reference: alone, again: aloneAgain, metric: 'answer' },
    rounds: bench.quick ? 4 : 16,
    questions: attacks.flatMap((attack): Question[] => [
      { contender: name(attack), metric: 'answer', relativeTo: alone },
      { contender: name(attack), metric: 'answer', relativeTo: alone, share: 0.99, bar: p99Bar },
    ]),
  });
}
