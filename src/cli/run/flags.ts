import type { Command } from 'commander';
import { Option } from 'commander';
import type { Configuration } from '../../configuration.ts';
import { LamboxError } from '../../errors.ts';
import { resolveTarget } from '../../package/resolve-target.ts';
import type { FunctionOptions } from '../../sandbox.ts';
import { addFunctionFlags, type FunctionFlags, resolveFunctionOptions } from '../function-flags.ts';
import { type ImageFlags, resolveImageOverrides } from '../image-overrides.ts';
import { wholeNumber } from '../whole-number.ts';
import { defaultListenAddress, type ListenAddress, parsePublish } from './publish.ts';

export interface RunFlags extends FunctionFlags, ImageFlags {
  readonly publish: readonly string[];
  readonly name?: string;
  readonly concurrency?: number;
  readonly standby?: number;
  readonly idleTimeout?: number;
  readonly detach?: boolean;
  readonly watch?: boolean;
  /** Given by `-d` to the process that it starts: the file that holds its output. */
  readonly detachedLog?: string;
}

export interface RunPlan {
  readonly address: ListenAddress;
  /** `null`: made of the function's name and the port. */
  readonly name: string | null;
  readonly detach: boolean;
  /** Whether edits of the directory replace environments. */
  readonly watch: boolean;
  /** Where the output goes when another process waits to be told that it is ready. */
  readonly detachedLog: string | null;
  readonly options: FunctionOptions;
  /** Which limits nobody has chosen, so that the emulator's stand in. */
  readonly emulatorDefaults: { readonly memory: boolean; readonly timeout: boolean };
}

/** What AWS's emulator has where nothing else is said (contract §12). */
const emulatorMemorySizeMb = 3_008;
const emulatorTimeoutSeconds = 300;

const collect = (text: string, texts: readonly string[]): readonly string[] => [...texts, text];

export function addRunFlags(command: Command): Command {
  const concurrency = wholeNumber('--concurrency', { min: 1, max: 1_000 });
  const standby = wholeNumber('--standby', { min: 0, max: 100 });
  const idleTimeout = wholeNumber('--idle-timeout', { min: 1, max: 86_400 }, 'seconds');
  addFunctionFlags(command)
    .addOption(
      new Option('-p, --publish <[address:]port:8080>', 'where to listen')
        .argParser(collect)
        .default([], '127.0.0.1:9000:8080'),
    )
    .option('--name <name>', 'name of the run and, where it can be, of the function')
    .option('--entrypoint <program>', "replaces the image's entry point and drops its command")
    .option('-w, --workdir <directory>', "replaces the image's working directory")
    .option('-d, --detach', 'return when it is ready, print its name')
    .option('--watch', 'an edit in the directory replaces environments')
    .option('--concurrency <events>', 'events at once, more get 429 (default: 10)', concurrency)
    .option('--standby <containers>', 'have so many wait, for quicker starts (default: 0)', standby)
    .option(
      '--idle-timeout <seconds>',
      'end environments without events (default: 600)',
      idleTimeout,
    )
    .addOption(
      new Option('-v, --volume <volume>', "only AWS's emulator at /aws-lambda, which is left out")
        .argParser(collect)
        .default([], 'none'),
    );
  for (const flags of ['--rm', '-i, --interactive', '-t, --tty']) {
    command.addOption(new Option(flags, 'accepted, no effect').hideHelp(flags !== '--rm'));
  }
  command.addOption(new Option('--detached-log <file>').hideHelp());
  acceptEqualsSign(command);
  return command;
}

/** Docker takes `-p=9000:8080` for `-p 9000:8080`; commander leaves the sign in the value. */
function acceptEqualsSign(command: Command): void {
  for (const option of command.options) {
    const { short, required, parseArg } = option;
    if (short === undefined || !required) continue;
    option.argParser((text: string, previous: unknown) => {
      const value = text.replace(/^=/, '');
      return parseArg === undefined ? value : parseArg(value, previous);
    });
  }
}

/** @throws LamboxError `InvalidOption`, `InvalidCode` */
export async function resolveRunPlan(
  target: string,
  words: readonly string[],
  flags: RunFlags,
  configuration: Configuration,
): Promise<RunPlan> {
  const given = await resolveFunctionOptions(target, flags, configuration);
  const overrides = resolveImageOverrides(flags, words);
  const { kind } = await resolveTarget(target, flags);
  if (kind === 'directory' || kind === 'zip') refuseImageFlags(target, words, overrides);
  if (flags.watch === true && kind !== 'directory') refuseWatch(target);
  const memorySizeMb = given.memorySizeMb ?? configuration.memorySizeMb ?? undefined;
  const timeoutSeconds = given.timeoutSeconds ?? configuration.timeoutSeconds ?? undefined;
  const functionName = given.functionName ?? functionNameOf(flags, configuration);
  return {
    address: addressOf(flags.publish),
    name: flags.name ?? null,
    watch: flags.watch === true,
    detach: flags.detach === true && flags.detachedLog === undefined,
    detachedLog: flags.detachedLog ?? null,
    emulatorDefaults: {
      memory: memorySizeMb === undefined,
      timeout: timeoutSeconds === undefined,
    },
    options: {
      ...given,
      memorySizeMb: memorySizeMb ?? emulatorMemorySizeMb,
      timeoutSeconds: timeoutSeconds ?? emulatorTimeoutSeconds,
      imageConfig: overrides,
      ...(functionName !== undefined && { functionName }),
      ...(flags.concurrency !== undefined && { concurrency: flags.concurrency }),
      ...(flags.standby !== undefined && { standby: flags.standby }),
      ...(flags.idleTimeout !== undefined && { idleTimeoutSeconds: flags.idleTimeout }),
    },
  };
}

/** A run's name may have a dot, a function's may not; then the function keeps its default. */
function functionNameOf({ name }: RunFlags, { callerVariable }: Configuration) {
  const fits = name !== undefined && /^[\w-]{1,64}$/.test(name);
  return callerVariable('AWS_LAMBDA_FUNCTION_NAME') ?? (fits ? name : undefined);
}

function addressOf(publish: readonly string[]): ListenAddress {
  const [first, ...more] = publish.map(parsePublish);
  if (more.length === 0) return first ?? defaultListenAddress;
  throw new LamboxError('InvalidOption', `-p is given ${publish.length} times; there is one port`, {
    remedy: 'Write -p once; without an address it listens on every one of this machine.',
  });
}

function refuseWatch(target: string): never {
  throw new LamboxError('InvalidOption', `--watch is for a directory of code, not ${target}`, {
    remedy: 'Leave --watch out, or name the directory that the code is in.',
  });
}

function refuseImageFlags(
  target: string,
  words: readonly string[],
  overrides: FunctionOptions['imageConfig'] & object,
): void {
  if (Object.keys(overrides).length === 0) return;
  const what = words.length > 0 ? `"${words.join(' ')}" behind it` : 'what you gave';
  throw new LamboxError(
    'InvalidOption',
    `${target} is no image, and ${what} is for images: a command, --entrypoint or --workdir`,
    {
      remedy:
        'Write options before the directory, as with docker; --handler chooses what is called.',
    },
  );
}
