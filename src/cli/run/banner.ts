import type { LambdaFunction } from '../../sandbox.ts';
import type { Paint } from '../paint.ts';
import type { RunPlan } from './flags.ts';

export interface BannerFacts {
  readonly lambda: LambdaFunction;
  /** The run's. */
  readonly name: string;
  readonly url: string;
  readonly plan: RunPlan;
}

export function formatListening(url: string, paint: Paint): string {
  return `${paint.dim(`listening on ${url}; events wait until the function is ready`)}\n`;
}

/** What runs, where it answers, what it is allowed, how it ends. */
export function formatBanner({ lambda, name, url, plan }: BannerFacts, paint: Paint): string {
  const { functionName, memorySizeMb, timeoutSeconds } = lambda.configuration;
  const { source, reference, digest } = lambda.package.image;
  const lines = [
    `${paint.bold(name)} serves function ${functionName}`,
    `  POST ${url}/2015-03-31/functions/function/invocations`,
    ...(lambda.inferred === null ? [] : [`  ${inference(lambda)}`]),
    `  image ${reference} (${digest === null ? source : `${source}, ${digest}`})`,
    `  ${memorySizeMb.toLocaleString('en')} MB, ${timeoutSeconds} s${limitsRemark(plan)}`,
    ...(lambda.isolation === 'fast' ? ['  isolation fast: no freezing, no CPU quota'] : []),
    ...(lambda.emulated ? ['  emulated: timings not comparable'] : []),
    `  Ctrl-C or lambox stop ${name} ends it`,
  ];
  return `${lines.join('\n')}\n`;
}

function inference({ configuration, inferred }: LambdaFunction): string {
  if (configuration.runtime === null) return inferred ?? '';
  return `handler ${configuration.handler} on ${configuration.runtime} (${inferred})`;
}

/** A function that works with the emulator's limits may not with Lambda's own. */
function limitsRemark({ emulatorDefaults: { memory, timeout } }: RunPlan): string {
  if (!memory && !timeout) return '';
  const flags = [...(timeout ? ['--timeout'] : []), ...(memory ? ['--memory'] : [])];
  const own = [...(timeout ? ['3 s'] : []), ...(memory ? ['128 MB'] : [])];
  return ` as the emulator has; Lambda's own default is ${own.join(' and ')} (${flags.join(', ')})`;
}
