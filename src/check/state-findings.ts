import type { Difference } from './compare-answers.ts';
import type { Finding, FindingId } from './finding.ts';
import type { Bleeding, StateCause } from './state-bleed.ts';

const shownMax = 5;
const valueCharactersMax = 60;

const ids: Readonly<Record<StateCause, FindingId>> = {
  module: 'moduleState',
  tmp: 'tmpState',
  both: 'mixedState',
};

const names: Readonly<Record<StateCause, string>> = {
  module: 'module state',
  tmp: '/tmp',
  both: 'module state and /tmp together',
};

const remedies: Readonly<Record<StateCause, string>> = {
  module:
    'Keep nothing of one event in variables outside of the handler; clients and constants may ' +
    'stay there.',
  tmp: 'Name files in /tmp after the request, or remove them before the handler returns.',
  both: 'Let neither variables outside of the handler nor files in /tmp outlive their event.',
};

/** One finding for each event, cause and difference, whichever events it comes behind. */
export function stateFindings(bleedings: readonly Bleeding[]): readonly Finding[] {
  const alike = Map.groupBy(bleedings, ({ after, cause, differences, onlyWarm }) =>
    JSON.stringify([after, cause, onlyWarm, differences.map(formatDifference)]),
  );
  return [...alike.values()].flatMap((group) => {
    const [first] = group;
    return first === undefined ? [] : [toFinding(first, group)];
  });
}

function toFinding(bleeding: Bleeding, alike: readonly Bleeding[]): Finding {
  const { after, cause, differences, onlyWarm } = bleeding;
  const before = alike.map((each) => each.before).join(' or ');
  const shown = differences.slice(0, shownMax).map(formatDifference);
  if (differences.length > shownMax) shown.push(`${differences.length - shownMax} more`);
  const places = shown.join('; ');
  const files =
    cause === 'module' ? [] : [...new Set(alike.flatMap((each) => each.temporaryFiles))];
  const left = files.length === 0 ? '' : `, where this was left: ${formatFiles(files)}`;
  const why = onlyWarm
    ? `fails, and succeeds in a new environment (${places}): ${names[cause]}${left}`
    : `is answered otherwise than in a new environment (${places}): ${names[cause]}${left}`;
  const id = onlyWarm ? 'onlyWarm' : ids[cause];
  return { id, what: `${after} after ${before}`, why, remedy: remedies[cause] };
}

function formatDifference({ path, first, second }: Difference): string {
  return `${path}: ${formatValue(first)} → ${formatValue(second)}`;
}

function formatValue(value: unknown): string {
  const text = errorText(value) ?? (value === undefined ? 'absent' : JSON.stringify(value));
  return text.length <= valueCharactersMax ? text : `${text.slice(0, valueCharactersMax)}…`;
}

/** What a function that failed is answered with. */
function errorText(value: unknown): string | null {
  if (typeof value !== 'object' || value === null || !('errorMessage' in value)) return null;
  const { errorType = 'Error', errorMessage } = value as Readonly<Record<string, unknown>>;
  return `${errorType}: ${errorMessage}`;
}

function formatFiles(files: readonly string[]): string {
  const shown = files.slice(0, shownMax).join(', ');
  return files.length > shownMax ? `${shown} and ${files.length - shownMax} more` : shown;
}
