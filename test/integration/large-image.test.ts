import { randomFillSync } from 'node:crypto';
import { appendFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { CheckReport } from '../../src/check/check-report.ts';
import { lambox, runProgram } from '../support/lambox-command.ts';
import { TemporaryDirectory } from '../support/temporary-directory.ts';
import { testsEverything } from '../support/tested-runtimes.ts';

// Its gigabytes go through the machine's disk half a dozen times.
vi.setConfig({ testTimeout: 1_800_000, hookTimeout: 1_800_000 });

const gigabyte = 1_000_000_000;
const pieceBytes = 100_000_000;
const worker = path.join(import.meta.dirname, '../support/deploy-worker.ts');
const files = {
  Dockerfile: 'FROM lambox/nodejs:24\nCOPY . ./\nCMD ["index.handler"]\n',
  'index.mjs': `import { readFileSync } from 'node:fs';
    const shim = readFileSync('/proc/1/status', 'utf8');
    export const handler = async () => Number(/VmHWM:\\s*(\\d+) kB/.exec(shim)[1]);`,
};

/** What `deploy-worker` says. */
interface Deployed {
  readonly functionError: string | null;
  /** The shim's most, in kB. */
  readonly payload: number;
  readonly maxMemoryUsedMb: number;
  readonly image: {
    readonly reference: string;
    readonly sizeBytes: number;
    readonly source: string;
  };
  /** Our own most. */
  readonly peakKb: number;
}

describe.runIf(testsEverything)('an image of 3 GB', () => {
  const references = new Set<string>();
  const small = new TemporaryDirectory();
  const large = new TemporaryDirectory();
  let base: Deployed;
  let built: Deployed;

  beforeAll(async () => {
    small.write(files);
    large.write(files);
    const piece = Buffer.alloc(pieceBytes);
    for (let bytes = 0; bytes < 3 * gigabyte; bytes += pieceBytes) {
      appendFileSync(large.join('data'), randomFillSync(piece));
    }
    base = await deploy(small.path);
    built = await deploy(large.path);
  });

  afterAll(async () => {
    small[Symbol.dispose]();
    large[Symbol.dispose]();
    for (const reference of references) await runProgram('docker', ['rmi', '-f', reference]);
  });

  async function deploy(target: string): Promise<Deployed> {
    const { stdout, stderr, exitCode } = await runProgram(process.execPath, [worker, target]);
    expect(exitCode, stderr).toBe(0);
    const deployed = JSON.parse(stdout) as Deployed;
    references.add(deployed.image.reference);
    return deployed;
  }

  /** Buffers that wait to be collected come and go: seen were 75 MB more. */
  function expectAsMuchMemory(one: Deployed): void {
    const figures = [one, base].map(({ peakKb, payload, maxMemoryUsedMb }) => {
      return { peakKb, shimKb: payload, maxMemoryUsedMb };
    });
    process.stdout.write(`${JSON.stringify(figures)}\n`);
    expect(one.functionError).toBeNull();
    expect(one.peakKb).toBeLessThan(base.peakKb + 300_000);
    expect(one.payload).toBeLessThan(base.payload + 20_000);
    expect(one.maxMemoryUsedMb).toBeLessThan(base.maxMemoryUsedMb + 20);
  }

  it('is built of a directory and runs, in as much memory as a small one', () => {
    expect(built.image).toMatchObject({ source: 'built' });
    expect(built.image.sizeBytes).toBeGreaterThan(3 * gigabyte);
    expectAsMuchMemory(built);
  });

  it('is loaded of an archive and runs, in as much memory as a small one', async () => {
    using folder = new TemporaryDirectory();
    const file = folder.join('image.tar');
    const saved = await runProgram('docker', ['save', '-o', file, built.image.reference]);
    expect(saved.exitCode, saved.stderr).toBe(0);
    const loaded = await deploy(file);
    expect(loaded.image).toMatchObject({ source: 'loaded', sizeBytes: built.image.sizeBytes });
    expectAsMuchMemory(loaded);
  });

  it('is no finding of check, which says its size', async () => {
    const words = [built.image.reference, '-m', '1769', '--timeout', '120'];
    const { stdout } = await lambox(['check', ...words]);
    expect(stdout).toMatch(/^The image has 3\.\d GB, of 10\.7 GB at most\.$/m);
    const document = JSON.parse((await lambox(['check', ...words, '--json'])).stdout);
    expect(document as CheckReport).toMatchObject({
      findings: [],
      function: { sizeBytes: built.image.sizeBytes, sizeBytesMax: 10_737_418_240 },
    });
  });
});
