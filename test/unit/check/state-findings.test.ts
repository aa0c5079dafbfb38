import { expect, it } from 'vitest';
import type { Bleeding } from '../../../src/check/state-bleed.ts';
import { stateFindings } from '../../../src/check/state-findings.ts';

const bleeding = (members: Partial<Bleeding>): Bleeding => ({
  before: 'a.json',
  after: 'b.json',
  differences: [{ path: '$.count', first: 1, second: 2 }],
  cause: 'module',
  onlyWarm: false,
  temporaryFiles: [],
  ...members,
});

it('an answer that depends on another event is named with its place and its cause', () => {
  expect(stateFindings([bleeding({})])).toEqual([
    {
      id: 'moduleState',
      what: 'b.json after a.json',
      why: 'is answered otherwise than in a new environment ($.count: 1 → 2): module state',
      remedy: expect.stringMatching(/outside of the handler/),
    },
  ]);
});

it('the same difference behind several events is one finding', () => {
  const [finding, ...others] = stateFindings([bleeding({}), bleeding({ before: 'c.json' })]);
  expect(finding?.what).toBe('b.json after a.json or c.json');
  expect(others).toEqual([]);
  const other = bleeding({ differences: [{ path: '$.count', first: 1, second: 3 }] });
  expect(stateFindings([bleeding({}), other])).toHaveLength(2);
});

it('files left in /tmp are named where they are the cause', () => {
  const temporaryFiles = ['/tmp/a', '/tmp/b'];
  const [tmp, both, module] = stateFindings([
    bleeding({ cause: 'tmp', temporaryFiles }),
    bleeding({ cause: 'both', temporaryFiles }),
    bleeding({ temporaryFiles }),
  ]);
  expect(tmp).toMatchObject({
    id: 'tmpState',
    why: expect.stringMatching(/: \/tmp\/a, \/tmp\/b$/),
  });
  expect(both).toMatchObject({
    id: 'mixedState',
    why: expect.stringMatching(/\/tmp\/a, \/tmp\/b/),
  });
  expect(module?.why).not.toMatch(/\/tmp/);
});

it('a failure is told by its error, long values by their beginning, many by their number', () => {
  const error = { errorType: 'TypeError', errorMessage: 'closed', trace: [] };
  const failing = bleeding({
    onlyWarm: true,
    differences: [{ path: '$', first: 'x'.repeat(200), second: error }],
  });
  const [finding] = stateFindings([failing]);
  expect(finding?.id).toBe('onlyWarm');
  expect(finding?.why).toMatch(/^fails, and succeeds .*\(\$: "x{59}… → TypeError: closed\)/);
  const differences = Array.from({ length: 8 }, (_, index) => {
    return { path: `$[${index}]`, first: undefined, second: index };
  });
  const [many] = stateFindings([bleeding({ differences })]);
  expect(many?.why).toMatch(/\$\[0\]: absent → 0; .*; \$\[4\]: absent → 4; 3 more\)/);
});
