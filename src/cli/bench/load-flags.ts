import { type Command, Option } from 'commander';
import { type ArrivalRate, countOfArrivals } from '../../benchmark/load/arrival-schedule.ts';
import { LamboxError } from '../../errors.ts';
import { gateFlagNames } from './gate-flags.ts';

/** What `bench` takes to measure load in place of rounds. */
export interface LoadFlags {
  /** Events a second. */
  readonly rate?: number;
  /** Seconds. */
  readonly duration?: number;
}

const defaultDurationSeconds = 60;
const eventsMax = 1_000_000;
const rates = { min: 0.01, max: 10_000 };
const unitSeconds = { s: 1, m: 60, h: 3_600 } as const;

export function addLoadFlags(command: Command): Command {
  return command
    .addOption(
      new Option('--rate <events/s>', 'send so many whatever the answers do, in place of rounds')
        .argParser(parseRate)
        .conflicts(['cold', 'warm', 'imports', 'package', ...gateFlagNames]),
    )
    .addOption(
      new Option('--duration <time>', 'of --rate: 90s, 5m (default: 60s)').argParser(parseDuration),
    );
}

/**
 * `null` where rounds are to be measured.
 * @throws LamboxError `InvalidOption`
 */
export function resolveRate({ rate, duration }: LoadFlags): ArrivalRate | null {
  if (rate === undefined) {
    if (duration === undefined) return null;
    throw new LamboxError('InvalidOption', '--duration is given without --rate', {
      remedy: 'Write --rate 10/s beside it: rounds last as long as they take.',
    });
  }
  const arrivals = { eventsPerSecond: rate, durationSeconds: duration ?? defaultDurationSeconds };
  const count = countOfArrivals(arrivals);
  if (count <= eventsMax) return arrivals;
  const max = eventsMax.toLocaleString('en');
  throw new LamboxError(
    'InvalidOption',
    `--rate ${rate}/s for ${arrivals.durationSeconds} s is ${count.toLocaleString('en')} events: ` +
      `expected at most ${max}, for each is kept to the end`,
    { remedy: 'Lower the rate or the duration.' },
  );
}

/** `50/s`, `50`, `0.5/s`. */
function parseRate(text: string): number {
  const [, digits] = /^(\d+(?:\.\d+)?)(?:\/s)?$/.exec(text) ?? [];
  const rate = Number(digits);
  if (rate >= rates.min && rate <= rates.max) return rate;
  const [min, max] = [rates.min, rates.max.toLocaleString('en')];
  throw new LamboxError(
    'InvalidOption',
    `--rate ${text} is not a rate: expected events a second from ${min} to ${max}`,
    { remedy: 'Write for example --rate 50/s.' },
  );
}

/** `90s`, `90`, `5m`, `1h`, in seconds. */
function parseDuration(text: string): number {
  const [, digits, letter] = /^(\d+)([smh])?$/.exec(text) ?? [];
  const unit = (letter ?? 's') as keyof typeof unitSeconds;
  const seconds = Number(digits) * unitSeconds[unit];
  if (seconds >= 1 && seconds <= 86_400) return seconds;
  throw new LamboxError(
    'InvalidOption',
    `--duration ${text} is not a duration: expected whole seconds, minutes or hours, a day at most`,
    { remedy: 'Write for example --duration 90s or --duration 5m.' },
  );
}
