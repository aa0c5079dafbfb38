import type { Readable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';

/**
 * The JSON documents of a stream that holds one a line, as the engine's progress and event
 * streams do.
 */
export async function* readJsonLines(stream: Readable): AsyncGenerator<unknown> {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  for await (const chunk of stream) {
    const lines = (rest + decoder.write(chunk as Buffer)).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      if (line.trim() !== '') {
        yield JSON.parse(line);
      }
    }
  }
  if (rest.trim() !== '') {
    yield JSON.parse(rest);
  }
}
