import type { Command } from 'commander';
import { createGateway } from '../../gateway/gateway.ts';
import type { LambdaFunction } from '../../sandbox.ts';
import { BatchedOutput } from '../batched-output.ts';
import { watchCode } from '../code-watch.ts';
import type { CommandContext } from '../command-context.ts';
import { withAdvice } from '../failure-advice.ts';
import type { Paint } from '../paint.ts';
import { exitCodes, formatError, formatHint } from '../print-error.ts';
import { formatLogEntry } from '../print-log.ts';
import { type Interruptible, untilSignal } from '../until-signal.ts';
import { formatBanner, formatListening } from './banner.ts';
import { runDetached } from './detached-run.ts';
import { addRunFlags, type RunFlags, type RunPlan, resolveRunPlan } from './flags.ts';
import { claimRunName } from './record.ts';

const help = `
Takes the place of docker run -p 9000:8080 IMAGE with AWS's emulator (RIE), with docker's words.
Options come before the image or directory; what stands behind it is the image's command.

  POST http://localhost:9000/2015-03-31/functions/function/invocations

answers as Lambda's Invoke does; "function" and the function's own name both reach it.
InvokeWithResponseStream is /2021-11-15/functions/function/response-streaming-invocations. Without
--timeout and --memory (or AWS_LAMBDA_FUNCTION_TIMEOUT, AWS_LAMBDA_FUNCTION_MEMORY_SIZE) it has
RIE's 300 s and 3008 MB. SIGINT (Ctrl-C) and SIGTERM end it; nothing is left.

Exit codes: 0 ended by a signal or lambox stop, 2 usage, 3 platform.

Examples:
  $ lambox run -p 9000:8080 my-image:latest
  $ lambox run -p 127.0.0.1:9000:8080 -e TABLE=t -m 512m ./app
  $ lambox run -e AWS_ENDPOINT_URL=http://localhost:4566 ./app      an emulator on this machine
  $ lambox run --build-arg VERSION=2 ./with-dockerfile
  $ lambox run --standby 2 ./app                          overlapping events start sooner
  $ lambox run --watch ./app                                  an edit counts from the next event
  $ lambox run -d --name hello -p 9000:8080 my-image:latest && lambox stop hello
  $ lambox run -v ~/.aws-lambda-rie:/aws-lambda --entrypoint /aws-lambda/aws-lambda-rie \\
      -p 9000:8080 my-image:latest /usr/local/bin/npx aws-lambda-ric index.handler
  $ curl localhost:9000/2015-03-31/functions/function/invocations -d '{"name":"world"}'
  $ aws lambda invoke --endpoint-url http://localhost:9000 --function-name function out.json
`;

export function addRunCommand(
  program: Command,
  context: CommandContext,
  finish: (exitCode: number) => void,
): void {
  const command = program
    .command('run')
    .description("serve a function on a port, as docker run does with AWS's emulator")
    .argument('<directory|zip|image|archive>', 'what the function is made of')
    .argument('[command...]', "replaces the image's command")
    .passThroughOptions();
  addRunFlags(command)
    .addHelpText('after', help)
    .action(async (target: string, words: readonly string[], flags: RunFlags) => {
      const plan = await resolveRunPlan(target, words, flags, context.configuration);
      finish(await (plan.detach ? runDetached(context) : run(plan, context)));
    });
}

async function run(plan: RunPlan, context: CommandContext): Promise<number> {
  const work = (interruptible: Interruptible) => serve(plan, context, interruptible);
  return untilSignal(context, work, exitCodes.success);
}

/** Listens first: a port in use is said before anything is made, and early events wait. */
async function serve(
  plan: RunPlan,
  context: CommandContext,
  { owns, signalled }: Interruptible,
): Promise<number> {
  const { streams, paint, configuration } = context;
  const output = await owns(Promise.resolve(new BatchedOutput(streams.stderr)));
  const coming = Promise.withResolvers<LambdaFunction>();
  coming.promise.catch(() => {});
  const gateway = await owns(
    createGateway({
      function: coming.promise,
      aliases: ['function'],
      ...plan.address,
      onFailure: (error) => output.write(formatError(error, paint)),
    }),
  );
  output.write(formatListening(gateway.url, paint));
  const { name: givenName, detachedLog: log } = plan;
  const claim = (name: string, functionName: string) => {
    const record = { name, functionName, url: gateway.url, log };
    return owns(claimRunName(configuration.runtimeDirectory, record));
  };
  const early = givenName === null ? null : await claim(givenName, givenName);
  const lambda = await startFunction(plan, context, owns, output);
  coming.resolve(lambda);
  const { functionName } = lambda.configuration;
  const claimed = early ?? (await claim(`${functionName}-${gateway.port}`, functionName));
  output.write(formatBanner({ lambda, name: claimed.name, url: gateway.url, plan }, paint));
  if (plan.watch) await owns(Promise.resolve(watchFunction(lambda, plan, output, paint)));
  if (log !== null) context.announce(claimed);
  await signalled;
  return exitCodes.success;
}

/** One line for each edit; code that cannot be deployed is said, and the old goes on. */
function watchFunction(
  lambda: LambdaFunction,
  { options }: RunPlan,
  output: BatchedOutput,
  paint: Paint,
): AsyncDisposable {
  return watchCode(options.code, async () => {
    try {
      if (!(await lambda.redeploy())) return;
      output.write(`${paint.dim('code changed: the next event finds a new environment')}\n`);
    } catch (error) {
      output.write(formatError(error, paint));
    }
  });
}

async function startFunction(
  plan: RunPlan,
  { configuration, createSandbox, paint }: CommandContext,
  owns: Interruptible['owns'],
  output: BatchedOutput,
): Promise<LambdaFunction> {
  const onProgress = (line: string) => output.write(`${paint.dim(line)}\n`);
  const sandbox = await owns(createSandbox({ configuration, onProgress }));
  const lambda = await sandbox.createFunction({
    ...plan.options,
    provisioned: 1,
    onLog: (entry) => output.write(formatLogEntry(entry, paint)),
  });
  return withAdvice(lambda, plan.options.code, (advice) => output.write(formatHint(advice, paint)));
}
