import type { InvocationResult } from '../invocation/invocation-result.ts';
import { isZip } from '../package/resolve-target.ts';
import type { LambdaFunction } from '../sandbox.ts';
import { type FailedFunction, failureHint } from './failure-hint.ts';

/** @param target the directory, zip file or image as the user named it */
export function failedFunction(target: string, lambda: LambdaFunction): FailedFunction {
  const { packageType, handler, timeoutSeconds, memorySizeMb } = lambda.configuration;
  // Advice about files names the user's own, which a zip file has packed away.
  const directory = packageType === 'Zip' && !isZip(target) ? target : null;
  const imageMadeHere = lambda.package.image.source === 'bootstrapped';
  return { directory, handler, imageMadeHere, timeoutSeconds, memorySizeMb };
}

/** The same function; what can be said about its failures is said, each advice once. */
export function withAdvice(
  lambda: LambdaFunction,
  target: string,
  say: (advice: string) => void,
): LambdaFunction {
  const said = new Set<string>();
  const failed = failedFunction(target, lambda);
  const advise = <Dispatch extends { readonly settled: Promise<InvocationResult> }>(
    dispatched: Dispatch,
  ): Dispatch => {
    dispatched.settled
      .then((result) => (result.functionError === null ? null : failureHint(result, failed)))
      .then((advice) => {
        if (advice === null || said.has(advice)) return;
        said.add(advice);
        say(advice);
      })
      .catch(() => {});
    return dispatched;
  };
  return {
    ...lambda,
    dispatch: (event, options) => advise(lambda.dispatch(event, options)),
    dispatchStream: (event, options) => advise(lambda.dispatchStream(event, options)),
  };
}
