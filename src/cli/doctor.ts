import type { Command } from 'commander';
import type { EngineDescription } from '../engine/container-engine.ts';
import type { StorageState } from '../environment/ephemeral-storage.ts';
import type { CommandContext } from './command-context.ts';
import { createDoctorReport, type DoctorReport, formatBytes } from './doctor-report.ts';
import type { Paint } from './paint.ts';
import { exitCodes } from './print-error.ts';

const help = `
Says which container engine is used and how it was found, what it can do, how much room there is,
which runtime images are there, what is missing and what to do about it. Changes nothing: the two
containers that find out what /tmp can be are gone when it ends.

Exit codes: 0 functions can run, 3 they cannot.

Examples:
  $ lambox doctor
  $ DOCKER_HOST=ssh://me@build-machine lambox doctor --json
`;

export function addDoctorCommand(
  program: Command,
  context: CommandContext,
  finish: (exitCode: number) => void,
): void {
  program
    .command('doctor')
    .description('say what is there, what is missing, and the remedy')
    .option('--json', 'print one JSON document')
    .addHelpText('after', help)
    .action(async (flags: { readonly json?: boolean }) => {
      const report = await createDoctorReport(context);
      const { stdout } = context.streams;
      stdout.write(
        flags.json === true
          ? `${JSON.stringify(report, null, 2)}\n`
          : formatReport(report, context.outPaint),
      );
      finish(report.usable ? exitCodes.success : exitCodes.platform);
    });
}

/** One fact a line, the problems last. */
function formatReport(report: DoctorReport, paint: Paint): string {
  const { engine, channel, ephemeralStorage } = report;
  const facts: [string, string][] = engine === null ? [] : engineFacts(engine);
  if (channel !== null) facts.push(['channel', channel]);
  if (ephemeralStorage !== null) facts.push(['/tmp', storageFact(ephemeralStorage)]);
  for (const { what, directory, freeBytes } of report.disks) {
    const free = freeBytes === null ? 'unknown' : `${formatBytes(freeBytes)} free`;
    facts.push([`disk, ${what}`, `${free} in ${directory}`]);
  }
  for (const { runtime, reference, sizeBytes } of report.images) {
    const there = reference === null ? 'not yet: made at the first use' : reference;
    facts.push([runtime, sizeBytes === null ? there : `${there}, ${formatBytes(sizeBytes)}`]);
  }
  const lines = facts.map(([name, value]) => `${paint.dim(name.padEnd(18))} ${value}`);
  const problems = report.problems.map(({ what, remedy, blocking }) => {
    const mark = blocking ? paint.red('missing:') : paint.yellow('mind:');
    return `${mark} ${what.replace(/\.?$/, '.')} ${remedy}`;
  });
  const verdict = report.usable
    ? paint.green('Functions can run.')
    : paint.red('Functions cannot run.');
  return `${[...lines, ...problems, verdict].join('\n')}\n`;
}

function storageFact({ kind }: StorageState): string {
  return kind === 'ext4'
    ? 'ext4 on a loop device, of the size asked for'
    : 'tmpfs of the size asked for: counts as memory';
}

function engineFacts(engine: EngineDescription): [string, string][] {
  const { name, version, address, foundBy, cgroupVersion, cgroupDriver, architecture } = engine;
  const place = engine.local ? 'on this machine' : 'elsewhere, or in a virtual machine';
  const kind = engine.rootless ? `${name} ${version}, rootless` : `${name} ${version}`;
  return [
    ['engine', `${kind} at ${address} (${foundBy}), ${place}`],
    ['API version', engine.apiVersion],
    ['operating system', `${engine.operatingSystem}, ${architecture}`],
    ['cgroup', `version ${cgroupVersion}, ${cgroupDriver}`],
    ['machine', `${engine.cpuCount} CPUs, ${formatBytes(engine.memoryBytes)} of memory`],
  ];
}
