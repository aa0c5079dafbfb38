import { Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { runProgram } from '../../../src/package/run-program.ts';

function collect(): { output: Writable; text: () => string } {
  const chunks: Buffer[] = [];
  const output = new Writable({
    write(chunk: Buffer, _, done) {
      chunks.push(chunk);
      done();
    },
  });
  return { output, text: () => Buffer.concat(chunks).toString() };
}

describe('running a program', () => {
  it('keeps output and the last lines of its errors apart', async () => {
    const { output, text } = collect();
    const lines: string[] = [];
    const script = 'for i in $(seq 30); do echo "line $i" >&2; done; echo done; exit 3';

    const run = await runProgram('sh', {
      arguments: ['-c', script],
      output,
      onLine: (line) => lines.push(line),
    });

    expect(text()).toBe('done\n');
    expect(run.exitCode).toBe(3);
    expect(run.lastLines).toHaveLength(20);
    expect(run.lastLines.at(-1)).toBe('line 30');
    expect(lines).toHaveLength(30);
  });

  it('says when there is no such program', async () => {
    const { output } = collect();

    await expect(
      runProgram('lambox-no-such-program', { arguments: [], output }),
    ).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('ends the program when its output has no place', async () => {
    const output = new Writable({
      write: (_chunk, _, done) => done(Object.assign(new Error('full'), { code: 'ENOSPC' })),
    });

    await expect(runProgram('yes', { arguments: [], output })).rejects.toMatchObject({
      code: 'ENOSPC',
    });
  });
});
