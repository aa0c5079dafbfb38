import type { Command } from 'commander';
import { Option } from 'commander';
import type { Configuration } from '../configuration.ts';
import { checkHandler } from '../lambda/handler-shape.ts';
import { limits } from '../lambda/limits.ts';
import { parseRuntime } from '../lambda/runtimes.ts';
import { type PullPolicy, pullPolicies } from '../package/pull-policy.ts';
import type { FunctionOptions } from '../sandbox.ts';
import { type AwsProfile, readAwsProfile } from './aws-profile.ts';
import { parseBuildArguments } from './build-arguments.ts';
import { addLogFlags, type LogFlags, loggingConfigOf } from './log-flags.ts';
import { parseMemoryAmount } from './memory-amount.ts';
import { resolveVariables, type VariableFlags } from './variable-flags.ts';
import { wholeNumber } from './whole-number.ts';

/** What `invoke` and `run` both take of a function. */
export interface FunctionFlags extends VariableFlags, LogFlags {
  readonly runtime?: string;
  readonly handler?: string;
  readonly layer: readonly string[];
  readonly memory?: number;
  readonly timeout?: number;
  readonly network?: string;
  readonly isolation?: 'strict' | 'fast';
  readonly hostService: readonly number[];
  readonly awsProfile?: string;
  readonly platform?: string;
  readonly pull?: PullPolicy;
  readonly buildArg: readonly string[];
}

const collect = (text: string, texts: readonly string[]): readonly string[] => [...texts, text];

const portRange = { min: 1, max: 65_535 };
const parsePort = wholeNumber('--host-service', portRange);
const collectPort = (text: string, ports: readonly number[]): readonly number[] => [
  ...ports,
  parsePort(text),
];

/** Lists the known and suggests the nearest, before anything else is looked at. */
export const knownRuntime = (identifier: string): string => parseRuntime(identifier).identifier;

const { min, max } = limits.memorySizeMb;
const memoryOption = new Option(
  '-m, --memory <size>',
  `MB (${min} to ${max}), or docker's 512m, 1g`,
).argParser(parseMemoryAmount);

const runtimeOption = new Option(
  '--runtime <name>',
  'such as nodejs24.x; found out where it is plain',
).argParser(knownRuntime);

/** What a command has instead of one memory size and one runtime. */
export interface SweptOptions {
  readonly memory?: Option;
  readonly runtime?: Option;
}

export function addFunctionFlags(
  command: Command,
  { memory = memoryOption, runtime = runtimeOption }: SweptOptions = {},
): Command {
  const timeout = wholeNumber('--timeout', limits.timeoutSeconds, 'seconds');
  command
    .addOption(runtime)
    .option('--handler <handler>', 'such as index.handler; found out likewise')
    .addOption(
      new Option('--layer <directory|zip>', 'what shall be at /opt; again for more, the last wins')
        .argParser(collect)
        .default([], 'none'),
    )
    .addOption(memory)
    .option('--timeout <seconds>', '1 to 900', timeout)
    .addOption(
      new Option('-e, --env <NAME=value>', 'variable; NAME alone passes on yours; again for more')
        .argParser(collect)
        .default([], 'none'),
    )
    .addOption(
      new Option('--env-file <file>', "file of variables, docker's format; again for more")
        .argParser(collect)
        .default([], 'none'),
    )
    .option('--network <name>', 'bridge (default), none, or a network of the engine')
    .addOption(
      new Option('--host-service <port>', 'a port of this machine inside, too; again for more')
        .argParser(collectPort)
        .default([], 'what AWS_ENDPOINT_URL… names'),
    )
    .addOption(
      new Option('--isolation <level>', 'fast leaves out freezing and the CPU quota').choices([
        'strict',
        'fast',
      ]),
    )
    .option('--aws-profile <name>', "credentials and region of a profile of the AWS CLI's");
  addImageFlags(command);
  return addLogFlags(command);
}

function addImageFlags(command: Command): void {
  command
    .option('--platform <os/architecture>', 'of the image, such as linux/amd64')
    .addOption(
      new Option(
        '--pull <policy>',
        'when a registry is asked for the image (default: missing)',
      ).choices(pullPolicies),
    )
    .addOption(
      new Option('--build-arg <NAME=value>', "for a Dockerfile's ARG; NAME alone passes on yours")
        .argParser(collect)
        .default([], 'none'),
    );
}

/**
 * The options of the library from the flags. What a flag says wins over a variable, a variable
 * over the profile.
 * @throws LamboxError `InvalidOption`
 */
export async function resolveFunctionOptions(
  code: string,
  flags: FunctionFlags,
  configuration: Configuration,
): Promise<FunctionOptions> {
  const { runtime, handler } = flags;
  if (runtime !== undefined && handler !== undefined) checkHandler(parseRuntime(runtime), handler);
  const given = await resolveVariables(flags, configuration.callerVariable);
  const profile = flags.awsProfile === undefined ? null : await readAwsProfile(flags.awsProfile);
  const { variables, ...configured } = given;
  return {
    code,
    variables,
    ...fromProfile(profile, configuration),
    ...configured,
    loggingConfig: loggingConfigOf(flags),
    ...(runtime !== undefined && { runtime }),
    ...(handler !== undefined && { handler }),
    ...(flags.layer.length > 0 && { layers: flags.layer }),
    ...(flags.memory !== undefined && { memorySizeMb: flags.memory }),
    ...(flags.timeout !== undefined && { timeoutSeconds: flags.timeout }),
    ...(flags.network !== undefined && { networkMode: flags.network }),
    ...(flags.hostService.length > 0 && { hostServices: flags.hostService }),
    ...(flags.isolation !== undefined && { isolation: flags.isolation }),
    ...(flags.platform !== undefined && { platform: flags.platform }),
    ...(flags.pull !== undefined && { pull: flags.pull }),
    ...(flags.buildArg.length > 0 && {
      buildArguments: parseBuildArguments(flags.buildArg, configuration.callerVariable),
    }),
  };
}

/** The caller's own AWS_REGION is stronger than the profile's region, as in the AWS CLI. */
function fromProfile(profile: AwsProfile | null, { regionIsGiven }: Configuration) {
  if (profile === null) return {};
  const { credentials, region } = profile;
  return { credentials, ...(region !== null && !regionIsGiven && { region }) };
}
