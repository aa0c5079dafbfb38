import {
  InvokeWithResponseStreamCommand,
  type InvokeWithResponseStreamCompleteEvent,
  LambdaClient,
} from '@aws-sdk/client-lambda';
import type { StreamedAnswer } from './target.ts';

/** Reads a streamed answer to its end with AWS's client; times count from sending the event. */
export async function invokeStream(
  endpoint: string,
  functionName: string,
  event: unknown,
): Promise<StreamedAnswer> {
  const credentials = { accessKeyId: 'x', secretAccessKey: 'x' };
  const client = new LambdaClient({ endpoint, credentials, region: 'us-east-1', maxAttempts: 1 });
  const began = performance.now();
  try {
    const answer = await client.send(
      new InvokeWithResponseStreamCommand({
        FunctionName: functionName,
        Payload: Buffer.from(JSON.stringify(event)),
      }),
    );
    const chunks: { text: string; atMs: number }[] = [];
    let end: InvokeWithResponseStreamCompleteEvent = {};
    for await (const { PayloadChunk, InvokeComplete } of answer.EventStream ?? []) {
      if (InvokeComplete !== undefined) end = InvokeComplete;
      if (PayloadChunk?.Payload === undefined) continue;
      const text = Buffer.from(PayloadChunk.Payload).toString();
      chunks.push({ text, atMs: performance.now() - began });
    }
    return {
      contentType: answer.ResponseStreamContentType ?? '',
      chunks,
      errorCode: end.ErrorCode ?? '',
      errorDetails: end.ErrorDetails ?? '',
    };
  } finally {
    client.destroy();
  }
}
