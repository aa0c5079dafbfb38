import { type Command, Option } from 'commander';
import type { InvocationResult } from '../invocation/invocation-result.ts';
import { settledResult } from '../invocation/settled-result.ts';
import { resolveTarget } from '../package/resolve-target.ts';
import type { LambdaFunction, Sandbox } from '../sandbox.ts';
import type { CommandContext } from './command-context.ts';
import { dimLines } from './dim-lines.ts';
import { drainedWrite } from './drained-write.ts';
import { readEvent } from './event-source.ts';
import { failedFunction } from './failure-advice.ts';
import { type FailedFunction, failureHint } from './failure-hint.ts';
import { addFunctionFlags, type FunctionFlags, resolveFunctionOptions } from './function-flags.ts';
import { invocationDocument } from './json-document.ts';
import { exitCodes, formatHint } from './print-error.ts';
import { formatLimits } from './print-limits.ts';
import { formatLogEntry } from './print-log.ts';
import { formatTimeline } from './print-timeline.ts';
import { streamEvent } from './stream-event.ts';
import { untilSignal } from './until-signal.ts';
import { wholeNumber } from './whole-number.ts';

interface InvokeFlags extends FunctionFlags {
  readonly event?: string;
  readonly repeat: number;
  readonly json?: boolean;
  readonly reportLimits?: boolean;
  readonly stream?: boolean;
}

const repeatRange = { min: 1, max: 1_000_000 };

const help = `
The payload goes to stdout, with --stream as the function writes it; START, the function's output,
END, REPORT and the timeline to stderr.
Defaults are Lambda's: 128 MB, 3 s. What begins with . or / or is a directory is a directory, a file
that ends in .zip or .jar is unzipped and keeps its modes, as on Lambda, one that ends in .tar,
.tar.gz or .tgz is an image's archive, everything else an image. A directory with a Dockerfile is
built and runs as an image, unless --runtime or --handler say that it is code.

Exit codes: 0 success, 1 the function failed, 2 usage, 3 platform.

Examples:
  $ lambox invoke .                                       the function in this directory
  $ lambox invoke ./app --event '{"name":"world"}'        runtime and handler are found out
  $ lambox invoke function.zip --layer ./shared           as you would upload it, with a layer
  $ lambox invoke ./app --event @event.json --repeat 3    one cold start, two warm ones
  $ cat event.json | lambox invoke ./app --event - | jq .
  $ lambox invoke ./app --runtime nodejs24.x --handler src/app.main -e TABLE=t --memory 512
  $ lambox invoke ./app --report-limits                   memory, /tmp, descriptors … that it used
  $ lambox invoke ./app --host-service 5432               this machine's port 5432 inside, too
  $ lambox invoke ./app --log-format JSON --system-log-level DEBUG
  $ lambox invoke ./app --stream | head -c 100            what streamifyResponse writes, as it comes
  $ lambox invoke my-image:latest --json > result.json    one document, docs/invocation.schema.json
  $ lambox invoke ./with-dockerfile --build-arg VERSION=2 built, then invoked
  $ lambox invoke ./image.tar                             what docker save wrote
  $ lambox invoke registry.example/team/app:1 --pull always
`;

export function addInvokeCommand(
  program: Command,
  context: CommandContext,
  finish: (exitCode: number) => void,
): void {
  const command = program
    .command('invoke')
    .description('send an event to a function and print what it answers')
    .argument('<directory|zip|image|archive>', 'what the function is made of');
  addFunctionFlags(command)
    .option('--event <JSON|@file|->', 'the event; - reads stdin (default: {})')
    .option(
      '--repeat <times>',
      'send it again, one after the other',
      wholeNumber('--repeat', repeatRange),
      1,
    )
    .option('--report-limits', 'say how close each invocation came to each limit')
    .option('--stream', 'print the answer as the function writes it')
    .addOption(
      new Option('--json', 'print one JSON document with everything instead').conflicts('stream'),
    )
    .addHelpText('after', help)
    .action(async (target: string, flags: InvokeFlags) => {
      finish(await invoke(target, flags, context));
    });
}

async function invoke(
  target: string,
  flags: InvokeFlags,
  context: CommandContext,
): Promise<number> {
  const { configuration, streams, paint } = context;
  await resolveTarget(target, flags);
  const event = await readEvent(flags.event, streams.stdin);
  const options = await resolveFunctionOptions(target, flags, configuration);
  return untilSignal(context, async ({ owns }) => {
    const onProgress = dimLines(context);
    const sandbox = await owns(context.createSandbox({ configuration, onProgress }));
    const lambda = await sandbox.createFunction({
      ...options,
      ...(flags.reportLimits === true && { reportLimits: true }),
      ...(flags.json !== true && {
        onLog: (entry) => drainedWrite(streams.stderr, formatLogEntry(entry, paint)),
      }),
    });
    sayInference(lambda, context);
    const results = await sendEvents(lambda, event, flags, context);
    if (flags.json === true) printDocument(sandbox, lambda, results, context);
    await sayHint(results, failedFunction(target, lambda), context);
    const failed = results.some(({ functionError }) => functionError !== null);
    return failed ? exitCodes.functionFailed : exitCodes.success;
  });
}

async function sendEvents(
  lambda: LambdaFunction,
  event: Uint8Array,
  flags: InvokeFlags,
  context: CommandContext,
): Promise<readonly InvocationResult[]> {
  const { streams, paint } = context;
  const results: InvocationResult[] = [];
  for (let count = 0; count < flags.repeat; count += 1) {
    const result = await sendEvent(lambda, event, flags, context);
    results.push(result);
    if (flags.json === true) continue;
    if (flags.stream !== true) {
      streams.stdout.write(result.payloadBytes);
      streams.stdout.write('\n');
    }
    streams.stderr.write(formatTimeline(result, paint, lambda));
    if (result.limits !== undefined) streams.stderr.write(formatLimits(result.limits, paint));
  }
  return results;
}

async function sendEvent(
  lambda: LambdaFunction,
  event: Uint8Array,
  flags: InvokeFlags,
  context: CommandContext,
): Promise<InvocationResult> {
  if (flags.stream === true) return streamEvent(lambda, event, context);
  return settledResult(lambda, event);
}

function sayInference({ configuration, inferred }: LambdaFunction, context: CommandContext): void {
  if (inferred === null) return;
  const { runtime, handler } = configuration;
  const found = runtime === null ? '' : `runtime ${runtime}, handler ${handler}: `;
  const text = `${found}${inferred}`;
  context.streams.stderr.write(`${context.paint.dim(text)}\n`);
}

function printDocument(
  sandbox: Sandbox,
  lambda: LambdaFunction,
  results: readonly InvocationResult[],
  { streams }: CommandContext,
): void {
  const document = invocationDocument(sandbox, lambda, results);
  streams.stdout.write(`${JSON.stringify(document, null, 2)}\n`);
}

/** The first failure that can be explained, once. */
async function sayHint(
  results: readonly InvocationResult[],
  failed: FailedFunction,
  { streams, paint }: CommandContext,
): Promise<void> {
  for (const result of results) {
    const hint = await failureHint(result, failed);
    if (hint === null) continue;
    streams.stderr.write(formatHint(hint, paint));
    return;
  }
}
