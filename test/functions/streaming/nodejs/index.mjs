import { once } from 'node:events';
import { existsSync, watch } from 'node:fs';
import { request } from 'node:http';
import { finished } from 'node:stream/promises';

/** The test writes this file beside the code when the function may go on. */
const signal = '/var/task/go-on';

async function goOn() {
  if (existsSync(signal)) return;
  const watcher = watch('/var/task');
  while (!existsSync(signal)) await once(watcher, 'change');
  watcher.close();
}

/** Waits for the reader where he is behind, as a well-behaved handler does. */
async function fill(stream, bytes) {
  const piece = Buffer.alloc(65_536, 'x');
  for (let left = bytes; left > 0; left -= piece.length) {
    const part = left < piece.length ? piece.subarray(0, left) : piece;
    if (!stream.write(part)) await once(stream, 'drain');
  }
}

const acts = {
  async signal(stream) {
    stream.write('first');
    await goOn();
    stream.write('second');
    stream.end();
  },
  async http(stream) {
    const prelude = { statusCode: 201, headers: { 'x-a': 'ü' }, cookies: ['a=1'] };
    const body = awslambda.HttpResponseStream.from(stream, prelude);
    body.write('hello ');
    body.end('world');
  },
  async type(stream) {
    stream.setContentType('text/plain');
    stream.end('text');
  },
  async empty(stream) {
    stream.end();
  },
  async early() {
    throw new TypeError('before the first byte');
  },
  async error(stream) {
    await new Promise((written) => stream.write('partial', written));
    throw new TypeError('on the way');
  },
  async hang(stream) {
    stream.write('partial');
    await new Promise(() => {});
  },
  async exit(stream) {
    await new Promise((written) => stream.write('partial', written));
    process.exit(3);
  },
  async cut(stream) {
    await new Promise((written) => stream.write('partial', written));
    stream.destroy();
  },
  /** Answers behind the runtime client's back, with a trailer that is no base64. */
  async garbage(stream, _event, { awsRequestId }) {
    const [host, port] = process.env.AWS_LAMBDA_RUNTIME_API.split(':');
    const headers = {
      'Lambda-Runtime-Function-Response-Mode': 'streaming',
      Trailer: 'Lambda-Runtime-Function-Error-Type, Lambda-Runtime-Function-Error-Body',
    };
    const path = `/2018-06-01/runtime/invocation/${awsRequestId}/response`;
    const post = request({ host, port, path, method: 'POST', headers });
    post.write('first');
    post.addTrailers({
      'Lambda-Runtime-Function-Error-Type': 'Function.Boom',
      'Lambda-Runtime-Function-Error-Body': '{"no":"base64"}',
    });
    post.end();
    const [response] = await once(post, 'response');
    console.log(`the first answer: ${response.statusCode}`);
    stream.end('second');
  },
  async fill(stream, { bytes }) {
    await fill(stream, bytes);
    stream.end();
  },
  /** Says how far it came each mebibyte. */
  async count(stream, { mebibytes }) {
    for (let count = 1; count <= mebibytes; count += 1) {
      await fill(stream, 1_048_576);
      console.log(`wrote ${count} MiB`);
    }
    stream.end();
    await finished(stream);
    console.log('all is written');
  },
};

export const handler = awslambda.streamifyResponse(async (event, stream, context) => {
  await acts[event.act](stream, event, context);
});

export const buffered = async ({ bytes = 0, fails = false }) => {
  if (fails) throw new TypeError('buffered');
  return bytes > 0 ? 'x'.repeat(bytes) : { buffered: true };
};
