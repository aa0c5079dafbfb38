import { lookup } from 'node:dns/promises';
import { once } from 'node:events';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';

const object = { Bucket: 'photos', Key: 'a b/ü.bin' };
let kept;

/** Puts an object of so many bytes and gets it back. */
async function store(bytes) {
  const { GetObjectCommand, PutObjectCommand, S3Client } = await import('@aws-sdk/client-s3');
  const s3 = new S3Client({ forcePathStyle: true });
  const Body = Buffer.alloc(bytes, 'lambox');
  await s3.send(new PutObjectCommand({ ...object, Body }));
  const { Body: got } = await s3.send(new GetObjectCommand(object));
  return Buffer.from(await got.transformToByteArray()).equals(Body);
}

/** Says something, ends its own half, and returns all that it hears. */
async function talk(port, words) {
  const socket = connect({ port, host: 'localhost', allowHalfOpen: true });
  socket.end(words);
  try {
    return await text(socket);
  } catch ({ code }) {
    return code;
  }
}

/** Keeps a connection for the events to come. */
async function keep(port) {
  kept = connect(port, '127.0.0.1');
  await once(kept, 'connect');
  return 'kept';
}

async function hear() {
  kept.write('next');
  const [bytes] = await once(kept, 'data');
  return bytes.toString();
}

async function resolve(name) {
  return lookup(name).then(
    ({ address }) => address,
    ({ code }) => code,
  );
}

export const handler = ({ act, port, words, bytes }) => {
  if (act === 'store') return store(bytes);
  if (act === 'talk') return talk(port, words);
  if (act === 'keep') return keep(port);
  if (act === 'hear') return hear();
  if (act === 'exit') process.exit(1);
  return resolve('host.docker.internal');
};
