import type { CheckEvent } from './check-options.ts';
import {
  besides,
  type ComparedAnswer,
  compareAnswers,
  type Difference,
  touches,
} from './compare-answers.ts';

/** What keeps the state: the runtime's process, `/tmp`, or the two of them together. */
export type StateCause = 'module' | 'tmp' | 'both';

/** One environment of the function, as far as state is looked for in it. */
export interface StateTrial extends AsyncDisposable {
  send(event: CheckEvent): Promise<ComparedAnswer>;
  /** What lies in `/tmp` now. */
  temporaryFiles(): Promise<readonly string[]>;
  emptyTemporary(): Promise<void>;
}

/** A new environment; `fast` is never frozen, so that its files can be looked at in peace. */
export type OpenTrial = (isolation: 'strict' | 'fast') => Promise<StateTrial>;

/** An answer that depends on which event the environment had before. */
export interface Bleeding {
  readonly before: string;
  readonly after: string;
  /** First in a new environment, second behind the other event; all for the same cause. */
  readonly differences: readonly Difference[];
  readonly cause: StateCause;
  /** It fails behind the other event and succeeds in a new environment. */
  readonly onlyWarm: boolean;
  /** Left by the event before. */
  readonly temporaryFiles: readonly string[];
}

/** Two events in one new environment: the first comes cold, the second warm. */
interface Run {
  readonly before: CheckEvent;
  readonly cold: ComparedAnswer;
  readonly after: CheckEvent;
  readonly warm: ComparedAnswer;
}

/** What an event is answered in an environment of its own. */
interface ColdAnswer {
  readonly answer: ComparedAnswer;
  /** What is another one each time: the time, random identifiers. */
  readonly unstable: readonly Difference[];
}

interface Suspicion {
  readonly run: Run;
  /** The cold one. */
  readonly answer: ComparedAnswer;
  readonly differences: readonly Difference[];
}

/**
 * Sends every event behind every other, itself included, and compares with what it is answered in
 * an environment of its own, where it came first.
 */
export async function findBleeding(
  open: OpenTrial,
  events: readonly CheckEvent[],
  say: (step: string) => void,
): Promise<readonly Bleeding[]> {
  const runs: Run[] = [];
  for (const before of events) {
    for (const after of events) {
      say(`${after.name} after ${before.name}, in a new environment`);
      runs.push(await sendBoth(open, before, after));
    }
  }
  const found: Bleeding[] = [];
  for (const after of events) {
    const cold = await coldAnswerOf(open, after, runs);
    for (const suspicion of await suspicionsOf(open, after, cold, runs)) {
      found.push(...(await examine(open, suspicion)));
    }
  }
  return found;
}

/** Two answers at the least, or nothing would be known of what differs anyway. */
async function coldAnswerOf(
  open: OpenTrial,
  event: CheckEvent,
  runs: readonly Run[],
): Promise<ColdAnswer> {
  const [first, ...others] = runs.filter(({ before }) => before === event).map(({ cold }) => cold);
  const answer = first ?? (await sendAlone(open, event));
  if (others.length === 0) others.push(await sendAlone(open, event));
  return { answer, unstable: others.flatMap((other) => compareAnswers(answer, other)) };
}

/** Where the event is answered otherwise behind another. */
async function suspicionsOf(
  open: OpenTrial,
  event: CheckEvent,
  { answer, unstable }: ColdAnswer,
  runs: readonly Run[],
): Promise<readonly Suspicion[]> {
  const suspected = runs
    .filter(({ after }) => after === event)
    .map((run) => {
      return { run, answer, differences: besides(compareAnswers(answer, run.warm), unstable) };
    })
    .filter(({ differences }) => differences.length > 0);
  if (suspected.length === 0) return [];
  // Two answers can agree by chance, such as within the same second.
  const later = compareAnswers(answer, await sendAlone(open, event));
  return suspected.map(({ differences, ...others }) => {
    return { ...others, differences: besides(differences, later) };
  });
}

async function examine(
  open: OpenTrial,
  { run: { before, after, warm }, answer, differences }: Suspicion,
): Promise<readonly Bleeding[]> {
  if (differences.length === 0) return [];
  const { emptied, temporaryFiles } = await sendWithoutFiles(open, before, after);
  const causeAt = (path: string): StateCause => {
    if (emptied === null) return 'module';
    if (!touches(path, compareAnswers(answer, emptied))) return 'tmp';
    return touches(path, compareAnswers(warm, emptied)) ? 'both' : 'module';
  };
  const byCause = Map.groupBy(differences, ({ path }) => causeAt(path));
  return [...byCause].map(([cause, ofCause]) => ({
    before: before.name,
    after: after.name,
    differences: ofCause,
    cause,
    onlyWarm: warm.failed && !answer.failed,
    temporaryFiles,
  }));
}

async function sendAlone(open: OpenTrial, event: CheckEvent): Promise<ComparedAnswer> {
  await using trial = await open('strict');
  return await trial.send(event);
}

async function sendBoth(open: OpenTrial, before: CheckEvent, after: CheckEvent): Promise<Run> {
  await using trial = await open('strict');
  const cold = await trial.send(before);
  return { before, cold, after, warm: await trial.send(after) };
}

/** Once more, with all gone that the event before has left in `/tmp`: `null` where it left none. */
async function sendWithoutFiles(
  open: OpenTrial,
  before: CheckEvent,
  event: CheckEvent,
): Promise<{
  readonly emptied: ComparedAnswer | null;
  readonly temporaryFiles: readonly string[];
}> {
  await using trial = await open('fast');
  await trial.send(before);
  const temporaryFiles = await trial.temporaryFiles();
  if (temporaryFiles.length === 0) return { emptied: null, temporaryFiles };
  await trial.emptyTemporary();
  return { emptied: await trial.send(event), temporaryFiles };
}
