import { randomUUID } from 'node:crypto';
import type { Answer, Dispatched } from '../../src/invocation/answer.ts';
import type { InvocationResult } from '../../src/invocation/invocation-result.ts';
import type { InvokeOptions } from '../../src/invocation/invoke-options.ts';
import type { ResponseMetadata } from '../../src/invocation/response-metadata.ts';
import type { DispatchedStream, StreamEnd } from '../../src/invocation/streamed-answer.ts';
import { functionArn } from '../../src/lambda/arns.ts';
import { resolveFunctionConfiguration } from '../../src/lambda/resolve-function-configuration.ts';
import type { LambdaFunction } from '../../src/sandbox.ts';
import { derivePhases } from '../../src/timeline/timeline.ts';
import { scriptedStream } from './scripted-stream.ts';

export interface ReceivedEvent {
  readonly text: string;
  readonly options: InvokeOptions;
}

/** What the script says of one event; all of it may be left out. */
export interface ScriptedOutcome {
  readonly payload?: string;
  readonly functionError?: 'Unhandled' | null;
  readonly logs?: InvocationResult['logs'];
  readonly limits?: InvocationResult['limits'];
  /** Settles the invocation only then. */
  readonly settleAfter?: Promise<void>;
  /** For a caller who reads the answer as it comes; without it the payload is one piece. */
  readonly chunks?: AsyncIterable<string> | Iterable<string>;
  readonly end?: StreamEnd;
  readonly metadata?: ResponseMetadata;
}

export type Script = (event: ReceivedEvent) => ScriptedOutcome | Promise<ScriptedOutcome>;

/** A function that answers as its script says, without any container. */
export function createScriptedFunction(
  script: Script = () => ({}),
): LambdaFunction & { readonly received: readonly ReceivedEvent[]; disposed: boolean } {
  const configuration = resolveFunctionConfiguration({
    functionName: 'hello',
    runtime: 'nodejs24.x',
    handler: 'index.handler',
  });
  const received: ReceivedEvent[] = [];
  const play = (bytes: Uint8Array, options: InvokeOptions) => {
    const event = { text: Buffer.from(bytes).toString(), options };
    received.push(event);
    const requestId = options.requestId ?? randomUUID();
    const outcome = Promise.resolve(event).then(script);
    const answered = outcome.then((said) => answerOf(requestId, said));
    const settled = outcome.then(async (said) => {
      await said.settleAfter;
      return resultOf(answerOf(requestId, said), said);
    });
    settled.catch(() => {});
    return { requestId, outcome, answered, settled };
  };
  const dispatch = (bytes: Uint8Array, options: InvokeOptions = {}): Dispatched => {
    const { outcome: _outcome, ...dispatched } = play(bytes, options);
    return dispatched;
  };
  const dispatchStream = (bytes: Uint8Array, options: InvokeOptions = {}): DispatchedStream =>
    scriptedStream(play(bytes, options));
  return {
    configuration,
    functionArn: functionArn(configuration),
    package: scriptedPackage,
    isolation: 'strict',
    emulated: false,
    inferred: 'index.mjs exports handler',
    deployment: { resolveImageMs: 1.5, deployCodeMs: 2.25, prepareStorageMs: 0.5 },
    received,
    disposed: false,
    dispatch,
    dispatchStream,
    invokeStream: async (event, options) => {
      const { head, ...stream } = dispatchStream(Buffer.from(JSON.stringify(event)), options);
      return { ...(await head), ...stream };
    },
    invoke: (event, options) => dispatch(Buffer.from(JSON.stringify(event)), options).settled,
    redeploy: async () => false,
    async [Symbol.asyncDispose]() {
      this.disposed = true;
    },
  };
}

function answerOf(requestId: string, said: ScriptedOutcome): Answer {
  return {
    requestId,
    statusCode: 200,
    functionError: said.functionError ?? null,
    payloadBytes: Buffer.from(said.payload ?? '"done"'),
    contentType: 'application/json',
    executedVersion: '$LATEST',
    traceId: 'Root=1-00000000-000000000000000000000000;Parent=0000000000000000;Sampled=0',
  };
}

function resultOf(answer: Answer, said: ScriptedOutcome): InvocationResult {
  const marks = [
    { name: 'accepted', atMs: 0 },
    { name: 'reserved', atMs: 0.25 },
    { name: 'containerCreated', atMs: 30 },
    { name: 'containerStarted', atMs: 110 },
    { name: 'initDone', atMs: 190 },
    { name: 'eventSent', atMs: 190.5 },
    { name: 'firstByte', atMs: 195 },
    { name: 'lastByte', atMs: 195.5 },
    { name: 'completed', atMs: 196 },
    { name: 'idleAgain', atMs: 200 },
  ] as const;
  const { requestId, functionError, payloadBytes, contentType, executedVersion } = answer;
  return {
    requestId,
    environmentId: 'e-1',
    logStreamName: '2026/02/03/[$LATEST]00',
    startKind: 'cold',
    startReason: 'first',
    statusCode: 200,
    functionError,
    payloadBytes,
    payload: JSON.parse(Buffer.from(payloadBytes).toString()),
    contentType,
    executedVersion,
    logs: said.logs ?? [],
    report: {
      durationMs: 5,
      billedDurationMs: 85,
      initDurationMs: 80,
      memorySizeMb: 128,
      maxMemoryUsedMb: 60,
      status: functionError === null ? 'success' : 'error',
      errorType: null,
    },
    timeline: { marks, phases: derivePhases(marks), answeredMs: 195.5, totalMs: 200 },
    processorTime: { usedMs: 2.5, throttledMs: 0.5, ranWhileFrozenMs: 0 },
    ...(said.limits !== undefined && { limits: said.limits }),
  };
}

const scriptedPackage: LambdaFunction['package'] = {
  image: {
    id: 'sha256:1111',
    reference: 'lambox/nodejs:24',
    digest: null,
    architecture: 'x86_64',
    sizeBytes: 1,
    labels: {},
    environmentVariables: {},
    entryPoint: ['/lambda-entrypoint.sh'],
    command: [],
    workingDirectory: '/var/task',
    volumes: [],
    imported: false,
    healthCheck: [],
    createdAt: '2026-01-01T00:00:00Z',
    source: 'bootstrapped',
    operatingSystem: 'Debian 13',
  },
  codeDirectory: '/cache/code/abc',
  codeSha256: 'abc',
  codeSizeBytes: 10,
  layersDirectory: null,
  layers: [],
  volumes: [],
};
