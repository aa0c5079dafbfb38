import { describe, expect, it } from 'vitest';
import type { ComparedAnswer } from '../../../src/check/compare-answers.ts';
import { findBleeding, type OpenTrial } from '../../../src/check/state-bleed.ts';

/** What one environment keeps from event to event. */
interface State {
  readonly module: Map<string, number>;
  readonly tmp: Map<string, number>;
}

type Handler = (name: string, state: State) => unknown;

const event = (name: string) => ({ name, bytes: Buffer.from(name) });
const visit = (store: Map<string, number>, name: string) => {
  const count = (store.get(name) ?? 0) + 1;
  store.set(name, count);
  return count;
};

const counter = () => {
  const counts = new Map<string, number>();
  return () => visit(counts, 'n');
};

/** Environments of a function that is played here, counted. */
function trialsOf(handler: Handler) {
  const opened: string[] = [];
  let open = 0;
  const openTrial: OpenTrial = async (isolation) => {
    const state: State = { module: new Map(), tmp: new Map() };
    opened.push(isolation);
    open += 1;
    return {
      async send({ name }): Promise<ComparedAnswer> {
        try {
          return { failed: false, payload: handler(name, state) };
        } catch (error) {
          return { failed: true, payload: { errorMessage: String(error) } };
        }
      },
      temporaryFiles: async () => [...state.tmp.keys()].map((name) => `/tmp/${name}`),
      emptyTemporary: async () => state.tmp.clear(),
      [Symbol.asyncDispose]: async () => {
        open -= 1;
      },
    };
  };
  return { openTrial, opened, stillOpen: () => open };
}

async function find(handler: Handler, names: readonly string[]) {
  const trials = trialsOf(handler);
  const found = await findBleeding(trials.openTrial, names.map(event), () => undefined);
  expect(trials.stillOpen()).toBe(0);
  const told = found.map(({ before, after, cause, onlyWarm, differences }) => {
    const places = differences.map(({ path }) => path).join(' ');
    return `${after} after ${before}: ${cause} ${places}${onlyWarm ? ' only warm' : ''}`;
  });
  return { found, told, opened: trials.opened };
}

describe('findBleeding', () => {
  it('finds nothing where nothing is kept: n² environments, two for one event', async () => {
    const clean: Handler = (name) => ({ name });
    expect(await find(clean, ['a', 'b'])).toMatchObject({
      told: [],
      opened: Array(4).fill('strict'),
    });
    expect(await find(clean, ['a'])).toMatchObject({ told: [], opened: Array(2).fill('strict') });
  });

  it('does not blame what is another each time', async () => {
    const next = counter();
    const noisy: Handler = (name) => ({ name, at: next(), id: { random: next() } });
    expect((await find(noisy, ['a', 'b'])).told).toEqual([]);
  });

  it('does not blame what agreed by chance at first and drifts', async () => {
    const next = counter();
    const drifting: Handler = () => ({ second: Math.floor(next() / 8) });
    expect((await find(drifting, ['a', 'b'])).told).toEqual([]);
  });

  it('names module state, and which event shows in which', async () => {
    const last: Handler = (name, { module }) => {
      const before = [...module.keys()];
      module.set(name, 1);
      return { name, sawOther: before.some((other) => other !== name) };
    };
    const { told, found } = await find(last, ['a', 'b']);
    expect(told).toEqual(['a after b: module $.sawOther', 'b after a: module $.sawOther']);
    expect(found[0]?.differences).toEqual([{ path: '$.sawOther', first: false, second: true }]);
  });

  it('names /tmp and what was left there, with module state beside it', async () => {
    const both: Handler = (name, { module, tmp }) =>
      name === 'a'
        ? { count: visit(module, 'n'), visits: visit(tmp, 'visits') }
        : { visits: tmp.get('visits') ?? 0 };
    const { told, found, opened } = await find(both, ['a', 'b']);
    expect(told).toEqual([
      'a after a: module $.count',
      'a after a: tmp $.visits',
      'b after a: tmp $.visits',
    ]);
    expect(found.at(-1)?.temporaryFiles).toEqual(['/tmp/visits']);
    expect(opened.filter((isolation) => isolation === 'fast')).toHaveLength(2);
  });

  it('names the two together where one needs the other', async () => {
    const cached: Handler = (_name, { module, tmp }) => {
      const known = module.has('known');
      module.set('known', 1);
      const there = tmp.has('file');
      tmp.set('file', 1);
      return known ? (there ? 'from the file' : 'lost') : 'new';
    };
    expect((await find(cached, ['a'])).told).toEqual(['a after a: both $']);
  });

  it('tells what fails only when warm', async () => {
    const once: Handler = (_name, { module }) => {
      if (visit(module, 'n') > 1) throw new TypeError('closed');
      return 'fine';
    };
    const { told } = await find(once, ['a']);
    expect(told).toEqual(['a after a: module $ only warm']);
  });

  it('closes its environments when one fails to answer', async () => {
    const trials = trialsOf(() => 1);
    const failing: OpenTrial = async (isolation) => ({
      ...(await trials.openTrial(isolation)),
      send: async () => Promise.reject(new RangeError('gone')),
    });
    await expect(findBleeding(failing, [event('a')], () => {})).rejects.toThrow('gone');
    expect(trials.stillOpen()).toBe(0);
  });
});
