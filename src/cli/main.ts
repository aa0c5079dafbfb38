import process from 'node:process';
import { Command, CommanderError } from 'commander';
import { type Configuration, readConfiguration } from '../configuration.ts';
import { systemClock } from '../timeline/clock.ts';
import { addBenchCommand } from './bench/bench.ts';
import { addCheckCommand } from './check.ts';
import type { CommandContext } from './command-context.ts';
import { addDoctorCommand } from './doctor.ts';
import { addImagesCommand } from './images/images.ts';
import { addInvokeCommand } from './invoke.ts';
import { packageVersion } from './package-version.ts';
import { createPaint } from './paint.ts';
import { exitCodeOf, exitCodes, formatError } from './print-error.ts';
import { onProcessSignal } from './process-signals.ts';
import { addPruneCommand } from './prune.ts';
import { addRunCommand } from './run/run.ts';
import { addStopCommand } from './run/stop.ts';
import type { Output, Streams } from './streams.ts';
import { addTraceCommand } from './trace.ts';

/** What a test replaces. */
export type MainParts = Partial<Omit<CommandContext, 'streams' | 'paint' | 'outPaint' | 'argv'>>;

const exitCodesHelp = `
Exit codes:
  0  success
  1  the function failed (its error is the payload), or check found something
  2  usage: an option, the code, the image name or the event is not acceptable
  3  platform: no container engine, a failed build, a full disk, a fault of Lambox

Examples:
  $ lambox invoke examples/hello-node --event '{"name":"world"}'
  $ lambox run -p 9000:8080 my-image:latest
  $ lambox doctor
`;

/**
 * The command line.
 * @param argv as `process.argv`: the arguments begin with the third
 * @returns the exit code
 */
export async function main(
  argv: readonly string[],
  streams: Streams = process,
  parts: MainParts = {},
): Promise<number> {
  ignoreClosedPipe(streams);
  let paint = createPaint(false);
  try {
    const configuration = parts.configuration ?? readConfiguration();
    const paintFor = ({ isTTY }: Output) => createPaint(isTTY === true && !configuration.noColor);
    paint = paintFor(streams.stderr);
    const outPaint = paintFor(streams.stdout);
    const surroundings = { ...processParts(configuration), ...parts };
    const context = { ...surroundings, streams, paint, outPaint, argv };
    return await runCommand(argv, context);
  } catch (error) {
    if (error instanceof CommanderError) return commanderExitCode(error);
    streams.stderr.write(formatError(error, paint));
    return exitCodeOf(error);
  }
}

async function runCommand(argv: readonly string[], context: CommandContext): Promise<number> {
  let exitCode: number = exitCodes.success;
  const { stdout, stderr } = context.streams;
  const program = new Command('lambox')
    .description('Runs AWS Lambda functions in containers, the way production runs them.')
    .version(packageVersion(), '-V, --version', 'say the version of Lambox')
    .showHelpAfterError('(--help lists the options, with examples)')
    .enablePositionalOptions()
    .exitOverride()
    .configureOutput({
      writeOut: (text) => stdout.write(text),
      writeErr: (text) => stderr.write(text),
    })
    .addHelpText('after', exitCodesHelp);
  const finish = (code: number) => {
    exitCode = code;
  };
  addInvokeCommand(program, context, finish);
  addRunCommand(program, context, finish);
  addBenchCommand(program, context, finish);
  addTraceCommand(program, context, finish);
  addCheckCommand(program, context, finish);
  addStopCommand(program, context, finish);
  addDoctorCommand(program, context, finish);
  addImagesCommand(program, context, finish);
  addPruneCommand(program, context, finish);
  await program.parseAsync(argv);
  return exitCode;
}

function processParts(configuration: Configuration): Required<MainParts> {
  return {
    configuration,
    createSandbox: async (options) => (await import('../sandbox.ts')).createSandbox(options),
    findEngine: async (surroundings) => {
      const engines = await import('../engine/find-engine.ts');
      return engines.findEngine(surroundings);
    },
    onSignal: (listener) => onProcessSignal(listener, systemClock),
    announce: (announcement) => process.send?.(announcement, () => process.disconnect()),
    exit: (code) => process.exit(code),
  };
}

/** Help and version are asked for and end well; the rest is usage, already said by commander. */
function commanderExitCode(error: CommanderError): number {
  return error.exitCode === 0 ? exitCodes.success : exitCodes.usage;
}

/** `lambox invoke … | head -1`: who reads has had enough. */
function ignoreClosedPipe({ stdout, stderr }: Streams): void {
  for (const stream of [stdout, stderr]) {
    if (stream.listenerCount('error') > 0) continue;
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
    });
  }
}
