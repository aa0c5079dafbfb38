import { LamboxError } from '../../src/errors.ts';
import type { FunctionOptions, Sandbox } from '../../src/sandbox.ts';
import type { Contender } from '../contender.ts';
import { event } from '../invoke-client.ts';

/**
 * The library's cold start from scratch. A function is created anew for every sample, which deploys
 * what is deployed already and starts nothing; its first event makes the container. Samples count
 * from the event's acceptance: `next` until the runtime has asked for its first event, `answer`
 * until the caller has the answer.
 */
export function lamboxCold(sandbox: Sandbox, name: string, options: FunctionOptions): Contender {
  return {
    name,
    async measure() {
      await using lambda = await sandbox.createFunction(options);
      const beganAtMs = performance.now();
      const dispatched = lambda.dispatch(Buffer.from(event));
      const { payloadBytes } = await dispatched.answered;
      const answerMs = performance.now() - beganAtMs;
      const { startKind, timeline } = await dispatched.settled;
      const initDone = timeline.marks.find((mark) => mark.name === 'initDone');
      const answer = Buffer.from(payloadBytes).toString();
      if (startKind !== 'cold' || initDone === undefined || answer !== event) {
        const message = `expected a cold start and the event, got ${startKind} and ${answer}`;
        throw new LamboxError('EnvironmentFailed', message);
      }
      return { next: [initDone.atMs], answer: [answerMs] };
    },
    async [Symbol.asyncDispose]() {},
  };
}
