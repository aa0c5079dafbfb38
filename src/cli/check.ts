import { type Command, Option } from 'commander';
import type { CheckEvent } from '../check/check-options.ts';
import { resolveTarget } from '../package/resolve-target.ts';
import type { CommandContext } from './command-context.ts';
import { dimLines } from './dim-lines.ts';
import { readEvent } from './event-source.ts';
import { addFunctionFlags, type FunctionFlags, resolveFunctionOptions } from './function-flags.ts';
import { formatCheckReport } from './print-check.ts';
import { exitCodes } from './print-error.ts';
import { untilSignal } from './until-signal.ts';

interface CheckFlags extends FunctionFlags {
  readonly event?: string;
  readonly events?: readonly string[];
  readonly json?: boolean;
}

const help = `
Looks for what works here and will not on Lambda: size, architecture, VOLUME, HEALTHCHECK, files
that the function's user cannot read, modes that a zip would keep. Sends one event to a container
in which everything may be written, and names each write outside of /tmp, and in /dev/shm.

With --events also whether one event shows in the answer to another, the same one included: each is
sent behind each other in new environments, and what differs from its answer in an environment of
its own is named: module state, /tmp, what fails only when warm. What is another each time, such as
the time and random identifiers, is left out. Four new environments for two events, nine for three,
and some more where something is found. The function really runs: give it what it may change.

Exit codes: 0 nothing found, 1 something found, 2 usage, 3 platform.

Examples:
  $ lambox check .                                        the function in this directory, event {}
  $ lambox check ./app --event @event.json -m 512
  $ lambox check ./app --events order.json refund.json    also whether one shows in the other
  $ lambox check my-image:latest --platform linux/arm64   the function would be configured for arm64
  $ lambox check ./app --json | jq '.findings[].what'
`;

export function addCheckCommand(
  program: Command,
  context: CommandContext,
  finish: (exitCode: number) => void,
): void {
  const command = program
    .command('check')
    .description('find what would fail on Lambda, and what one event leaves for the next')
    .argument('<directory|image|archive>', 'what the function is made of');
  addFunctionFlags(command)
    .option('--event <JSON|@file|->', 'the event of the run; - reads stdin (default: {})')
    .addOption(
      new Option('--events <file...>', 'events to be sent behind each other').conflicts('event'),
    )
    .option('--json', 'print one JSON document instead')
    .addHelpText('after', help)
    .action(async (target: string, flags: CheckFlags) => {
      finish(await check(target, flags, context));
    });
}

async function check(target: string, flags: CheckFlags, context: CommandContext): Promise<number> {
  const { configuration, streams, outPaint } = context;
  await resolveTarget(target, flags);
  const events = await readEvents(flags, context);
  const options = await resolveFunctionOptions(target, flags, configuration);
  return untilSignal(context, async ({ owns }) => {
    const onProgress = dimLines(context);
    const sandbox = await owns(context.createSandbox({ configuration, onProgress }));
    const report = await sandbox.check({
      ...options,
      events,
      stateBleed: flags.events !== undefined,
    });
    streams.stdout.write(
      flags.json === true
        ? `${JSON.stringify({ target, ...report }, null, 2)}\n`
        : formatCheckReport(report, outPaint),
    );
    return report.findings.length === 0 ? exitCodes.success : exitCodes.functionFailed;
  });
}

async function readEvents(
  { event = '{}', events }: CheckFlags,
  { streams }: CommandContext,
): Promise<readonly CheckEvent[]> {
  const read = async (name: string, source: string) => ({
    name,
    bytes: await readEvent(source, streams.stdin),
  });
  if (events === undefined) return [await read(event, event)];
  return Promise.all(events.map((file) => read(file, `@${file}`)));
}
