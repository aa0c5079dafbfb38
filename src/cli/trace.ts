import { type Command, Option } from 'commander';
import type { InvocationResult } from '../invocation/invocation-result.ts';
import { settledResult } from '../invocation/settled-result.ts';
import { resolveTarget } from '../package/resolve-target.ts';
import type { LambdaFunction } from '../sandbox.ts';
import type { CommandContext } from './command-context.ts';
import { dimLines } from './dim-lines.ts';
import { readEvent } from './event-source.ts';
import { addFunctionFlags, type FunctionFlags, resolveFunctionOptions } from './function-flags.ts';
import { packageVersion } from './package-version.ts';
import { exitCodes } from './print-error.ts';
import { untilSignal } from './until-signal.ts';
import { wholeNumber } from './whole-number.ts';

interface TraceFlags extends FunctionFlags {
  readonly event?: string;
  readonly repeat: number;
  readonly format: 'chrome' | 'otlp';
}

const help = `
Sends an event and prints its timeline as a trace: for ui.perfetto.dev or chrome://tracing, or as
OpenTelemetry's collectors take it. The phases are those of lambox invoke.

Exit codes: 0 success, 1 the function failed (the trace is printed all the same), 2 usage,
3 platform.

Examples:
  $ lambox trace ./app > trace.json                       open it in Perfetto
  $ lambox trace ./app --repeat 3 --memory 512 > trace.json
  $ lambox trace ./app --format otlp | curl -H content-type:application/json -d @- \\
      http://localhost:4318/v1/traces
`;

export function addTraceCommand(
  program: Command,
  context: CommandContext,
  finish: (exitCode: number) => void,
): void {
  const command = program
    .command('trace')
    .description('print the timeline of an event as a trace: Perfetto, OpenTelemetry')
    .argument('<directory|image>', 'what the function is made of');
  addFunctionFlags(command)
    .option('--event <JSON|@file|->', 'the event; - reads stdin (default: {})')
    .option('--repeat <times>', 'again', wholeNumber('--repeat', { min: 1, max: 10_000 }), 1)
    .addOption(
      new Option('--format <format>', "Chrome's, which Perfetto reads, or OTLP as JSON")
        .choices(['chrome', 'otlp'])
        .default('chrome'),
    )
    .addHelpText('after', help)
    .action(async (target: string, flags: TraceFlags) => {
      finish(await trace(target, flags, context));
    });
}

async function trace(target: string, flags: TraceFlags, context: CommandContext): Promise<number> {
  const { configuration, streams } = context;
  await resolveTarget(target);
  const event = await readEvent(flags.event, streams.stdin);
  const options = await resolveFunctionOptions(target, flags, configuration);
  return untilSignal(context, async ({ owns }) => {
    const onProgress = dimLines(context);
    const sandbox = await owns(context.createSandbox({ configuration, onProgress }));
    const lambda = await sandbox.createFunction(options);
    const results: InvocationResult[] = [];
    for (let count = 0; count < flags.repeat; count += 1) {
      results.push(await settledResult(lambda, event));
    }
    const document = await traceDocument(lambda, results, flags.format);
    streams.stdout.write(`${JSON.stringify(document)}\n`);
    const failed = results.some(({ functionError }) => functionError !== null);
    return failed ? exitCodes.functionFailed : exitCodes.success;
  });
}

async function traceDocument(
  { configuration, functionArn, emulated }: LambdaFunction,
  results: readonly InvocationResult[],
  format: TraceFlags['format'],
): Promise<object> {
  const { functionName, memorySizeMb } = configuration;
  if (format === 'chrome') {
    const { chromeTrace } = await import('../trace/chrome-trace.ts');
    return chromeTrace({ functionName, emulated }, results);
  }
  const { otlpTrace } = await import('../trace/otlp-trace.ts');
  const lamboxVersion = packageVersion();
  const traced = { functionName, functionArn, memorySizeMb, emulated, lamboxVersion };
  return otlpTrace(traced, results);
}
