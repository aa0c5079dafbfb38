import { execFileSync, spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { type ShownFunction, shownFunctions } from './shown-function.ts';

const help = `Usage: node benchmarks/shown/main.ts [options]

Makes the functions that \`lambox bench\` is shown on and measures each: page, charts and samples go
into a folder. It needs what the functions are made with: npm, pip, Go, docker.

  --out <folder>    (default: shown)
  --only <names>    of ${shownFunctions.map(({ name }) => name).join(',')}
  --cold <count>    cold starts (default: 30; 10 is a look)
  --warm <count>    warm events (default: 300)
  --help
`;

const root = path.resolve(import.meta.dirname, '../..');
const { values } = parseArgs({
  options: {
    out: { type: 'string', default: 'shown' },
    only: { type: 'string' },
    cold: { type: 'string', default: '30' },
    warm: { type: 'string', default: '300' },
    help: { type: 'boolean', default: false },
  },
});

if (values.help) process.stdout.write(help);
else process.exitCode = await measureAll();

async function measureAll(): Promise<number> {
  const { only } = values;
  const chosen = shownFunctions.filter(({ name }) => only?.split(',').includes(name) ?? true);
  await mkdir(values.out, { recursive: true });
  let worst = 0;
  for (const shown of chosen) {
    process.stderr.write(`\n=== ${shown.name} ===\n`);
    const place = await mkdtemp(path.join(tmpdir(), 'lambox-shown-'));
    const folder = path.join(place, shown.name);
    try {
      await mkdir(folder);
      await shown.make(folder);
      worst = Math.max(worst, measure(shown, place));
    } finally {
      await rm(place, { recursive: true, force: true });
    }
  }
  return worst;
}

function measure(shown: ShownFunction, place: string): number {
  if (shown.image !== true) return bench(shown, `./${shown.name}`, place);
  const reference = `lambox-shown/${shown.name}:${process.pid}`;
  const labels = ['--label', 'lambox.shown=true'];
  execFileSync('docker', [
    'build',
    '--quiet',
    ...labels,
    '--tag',
    reference,
    path.join(place, shown.name),
  ]);
  try {
    return bench(shown, reference, place);
  } finally {
    execFileSync('docker', ['rmi', '--force', reference], { stdio: 'ignore' });
  }
}

/** In the folder beside it, so that the page's command names no folder that is gone. */
function bench({ name, options }: ShownFunction, target: string, place: string): number {
  // A busy machine takes longer than Lambda's three seconds for the larger ones.
  const counts = ['--timeout', '60', '--cold', values.cold, '--warm', values.warm];
  const into = (file: string) => path.resolve(values.out, file);
  const files = ['--out', into(`${name}.html`), '--json', into(`${name}.jsonl`)];
  const words = ['bench', target, ...options, ...counts, ...files, '--charts', into(name)];
  const { status } = spawnSync(process.execPath, [path.join(root, 'bin/lambox.mjs'), ...words], {
    stdio: 'inherit',
    cwd: place,
  });
  return status ?? 1;
}
