import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const root = path.resolve(import.meta.dirname, '../..');
let checkout: string;

/** What `scripts/test` calls, without set-up and tests: each suite says its name and counts one. */
const suites = {
  checks: ['checks'],
  go: ['go', 'shim_in_containers'],
  vitest: ['unit', 'socket', 'attach', 'browser'],
  conformance: ['conformance'],
  'ordinary-user': ['ordinary_user'],
  leaks: ['leaks'],
};
const once = [
  ...['checks', 'go', 'unit', 'shim_in_containers', 'socket', 'conformance'],
  ...['attach', 'ordinary_user', 'browser'],
];

beforeEach(() => {
  checkout = mkdtempSync(path.join(os.tmpdir(), 'lambox-test-'));
  const scripts = path.join(checkout, 'scripts');
  mkdirSync(path.join(scripts, 'suites'), { recursive: true });
  cpSync(path.join(root, 'scripts/test'), path.join(scripts, 'test'));
  cpSync(path.join(root, 'scripts/suites/tally.sh'), path.join(scripts, 'suites/tally.sh'));
  const nothing = ['begin_steps', 'run_setup', 'end_steps', 'note_leftovers_before'];
  nothing.push('clean_up_ordinary_user');
  writeFileSync(
    path.join(scripts, 'setup.sh'),
    nothing.map((name) => `${name}() { :; }\n`).join(''),
  );
  for (const [file, names] of Object.entries(suites)) {
    const functions = names.map((name) => `suite_${name}() { echo "ran ${name}"; count_one; }\n`);
    writeFileSync(path.join(scripts, `suites/${file}.sh`), functions.join(''));
  }
  writeFileSync(path.join(scripts, 'suites/leaks.sh'), leaksSuite);
});

const leaksSuite = `
count_one() {
  PASSED=$((PASSED + 1))
  [[ -z \${FAIL:-} ]] || complain "$FAIL"
  [[ -z \${LACKING:-} ]] || not_run "$LACKING"
  [[ -z \${AGAIN:-} ]] || UNSTEADY+=("$AGAIN")
}
suite_leaks() { echo "ran leaks"; }
`;

afterEach(() => {
  rmSync(checkout, { recursive: true });
});

describe('scripts/test', () => {
  it.each([
    { words: [], ran: [...once, 'leaks'] },
    { words: ['--quick'], ran: ['checks', 'go', 'unit', 'leaks'] },
    { words: ['--all'], ran: [...once, ...once, ...once, 'leaks'] },
  ])('$words runs each suite as often as it says', ({ words, ran }) => {
    const { status, lines } = start(words);
    expect(lines.filter((line) => line.startsWith('ran ')).map((line) => line.slice(4))).toEqual(
      ran,
    );
    expect(lines.at(-1)).toBe(`${ran.length - 1} passed, 0 failed`);
    expect(status).toBe(0);
  });

  it('lists what passed only when tried again, and fails when that is more than three', () => {
    const few = start(['--quick'], { AGAIN: 'a.test.ts > a: Error: x' });
    expect(few.lines.slice(-6, -2)).toEqual([
      'Passed only when tried again, to be mended:',
      ...Array(3).fill('  a.test.ts > a: Error: x'),
    ]);
    expect(few.lines.at(-1)).toBe('3 passed, 0 failed');
    expect(few.status).toBe(0);
    const many = start([], { AGAIN: 'a.test.ts > a: Error: x' });
    expect(many.lines.at(-1)).toBe(`${once.length} passed, 1 failed`);
    expect(many.lines).toContain('9 tests passed only when tried again, at most 3 may');
    expect(many.status).toBe(1);
  });

  it('says at the end what was not run', () => {
    const { status, lines } = start(['--quick'], { LACKING: 'pages: there is no Chromium' });
    expect(lines.slice(-6)).toEqual([
      'Not run:',
      ...Array(3).fill('  pages: there is no Chromium'),
      '',
      '3 passed, 0 failed',
    ]);
    expect(status).toBe(0);
  });

  it('counts what fails in every round, says it at the end and fails itself', () => {
    const { status, lines } = start(['--all'], { FAIL: 'something: 1 failed' });
    expect(lines.at(-1)).toBe(`${3 * once.length} passed, ${3 * once.length} failed`);
    expect(lines.slice(-5, -2)).toEqual(Array(3).fill('  something: 1 failed'));
    expect(status).toBe(1);
  });
});

function start(words: readonly string[], variables: Record<string, string> = {}) {
  const { status, stdout } = spawnSync(path.join(checkout, 'scripts/test'), words, {
    encoding: 'utf8',
    env: { ...process.env, ...variables },
  });
  return { status, lines: stdout.trimEnd().split('\n') };
}
