import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  type EnvironmentEvent,
  type EnvironmentState,
  transition,
} from '../../src/environment/lifecycle.ts';

const root = path.resolve(import.meta.dirname, '../..');
const documents = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(
  (name) => name.endsWith('.md') && !/(^|\/)(node_modules|\.cache|dist)\//.test(name),
);

describe.each(documents)('%s', (document) => {
  const text = readFileSync(path.join(root, document), 'utf8');

  it('names only files that exist', () => {
    expect(missing(pathsInText(text), root)).toEqual([]);
  });

  it('links only to files that exist', () => {
    expect(missing(linksInText(text), path.dirname(path.join(root, document)))).toEqual([]);
  });
});

describe('the search for names of files', () => {
  it('finds what is named, and not what is a pattern or a word', () => {
    const text =
      'see `src/a.ts`, `test/unit/`, `images/<family>/`, `a/b`, [x](y.md), [z](https://z)';
    expect(pathsInText(text)).toEqual(['src/a.ts', 'test/unit/']);
    expect(linksInText(text)).toEqual(['y.md']);
    expect(missing(['src/no-such-file.ts'], root)).toEqual(['src/no-such-file.ts']);
  });
});

describe('the life of an environment in ARCHITECTURE.md', () => {
  const table = readTransitions(readFileSync(path.join(root, 'ARCHITECTURE.md'), 'utf8'));

  it.each(states().map(({ name }) => name))('is what the code does: %s', (from) => {
    for (const event of eventNames) {
      expect([event, documented(table, from, event)]).toEqual([event, implemented(from, event)]);
    }
  });
});

/** One row: from these states, by these events, to one of those. */
interface Row {
  readonly from: readonly string[];
  readonly events: readonly string[];
  readonly to: readonly string[];
}

const eventNames = [
  'shimConnected',
  'initRequested',
  'initCompleted',
  'initFailed',
  'initTimedOut',
  'frozen',
  'reserved',
  'invocationCompleted',
  'deadlineExceeded',
  'runtimeExited',
  'extensionExited',
  'outOfMemory',
  'processesGone',
  'terminateRequested',
  'containerExited',
  'containerRemoved',
] as const satisfies readonly EnvironmentEvent['name'][];

function readTransitions(text: string): readonly Row[] {
  const names = [...new Set(states().map(({ name }) => name))];
  const section = text.slice(text.indexOf("## An environment's life"));
  const rows = [...section.matchAll(/^\| (.+?) \| (.+?) \| (.+?) \|$/gm)].slice(1);
  return rows.map(([, from = '', events = '', to = '']) => ({
    from: from.startsWith('any but') ? names.filter((name) => !from.endsWith(name)) : list(from),
    events: list(events),
    to: names.filter((name) => new RegExp(`\\b${name}\\b`).test(to)),
  }));
}

function list(cell: string): string[] {
  return cell.split(' · ');
}

function documented(table: readonly Row[], from: string, event: string): string[] {
  const rows = table.filter((row) => row.from.includes(from) && row.events.includes(event));
  return rows.flatMap((row) => row.to).sort();
}

function implemented(from: string, event: EnvironmentEvent['name']): string[] {
  const found = new Set<string>();
  for (const state of states().filter(({ name }) => name === from)) {
    const given = { name: event, requestId: 'r', reason: 'expired' } as EnvironmentEvent;
    try {
      found.add(transition(state, given).name);
    } catch {
      // Refused.
    }
  }
  return [...found].sort();
}

/** Every state, with each kind of data that decides where it goes. */
function states(): EnvironmentState[] {
  return [
    { name: 'provisioning' },
    { name: 'standby' },
    { name: 'initializing', requestId: null },
    { name: 'initializing', requestId: 'r' },
    { name: 'ready' },
    { name: 'frozen' },
    { name: 'invoking', requestId: 'r' },
    { name: 'resetting', cause: 'failure' },
    { name: 'reset', cause: 'failure' },
    { name: 'terminating', reason: 'expired' },
    { name: 'terminated', reason: 'expired' },
  ];
}

function pathsInText(text: string): string[] {
  const inTheTree = /^(src|test|images|scripts|docs|bin|examples|benchmarks|\.ci)\/[\w./-]*$/;
  const names = [...text.matchAll(/`([^`\s]+)`/g)].map(([, name = '']) => name);
  // What is built is not in the tree.
  return names.filter((name) => inTheTree.test(name) && !name.startsWith('images/shim/bin'));
}

function linksInText(text: string): string[] {
  const targets = [...text.matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)].map(([, name = '']) => name);
  return targets.filter((target) => !/^[a-z]+:/.test(target));
}

function missing(names: readonly string[], from: string): string[] {
  return names.filter((name) => !existsSync(path.resolve(from, name)));
}
