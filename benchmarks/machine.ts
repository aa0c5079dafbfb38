import { execFileSync } from 'node:child_process';
import os from 'node:os';
import { rieSource } from './rie-program.ts';
import { deployVersion, memorySizesMb, type Workbench } from './workbench.ts';

/** What a result depends on, as lines of name and value. */
export type MachineDescription = Readonly<Record<string, string>>;

interface VersionAnswer {
  readonly Components?: readonly { readonly Name: string; readonly Version: string }[];
}

export async function describeMachine(bench: Workbench): Promise<MachineDescription> {
  const { description, raw, sandbox } = bench;
  const { Components = [] } = JSON.parse(await raw.request('GET', '/version')) as VersionAnswer;
  const { image } = (await deployVersion(bench, memorySizesMb.whole)).package;
  const cpu = os.cpus()[0]?.model.trim() ?? 'unknown';
  return {
    Processor: `${os.cpus().length} × ${cpu}, ${os.arch()}`,
    Memory: `${Math.round(os.totalmem() / 1024 ** 3)} GiB`,
    Kernel: `${os.type()} ${os.release()}, cgroup v${description.cgroupVersion}`,
    Engine: Components.map(({ Name, Version }) => `${Name} ${Version}`).join(', '),
    'Storage driver': description.storageDriver,
    Channel: sandbox.channel,
    Image: [
      `${image.reference} (${image.source}, ${image.operatingSystem ?? 'unknown'})`,
      image.id.slice(0, 19),
    ].join(', '),
    'Node.js of the orchestrator': process.version,
    Lambox: commit(),
    RIE: `from ${rieSource.package} ${rieSource.version}`,
  };
}

function commit(): string {
  try {
    const options = { cwd: import.meta.dirname, encoding: 'utf8', stdio: 'pipe' } as const;
    const id = execFileSync('git', ['rev-parse', '--short', 'HEAD'], options).trim();
    const changed = execFileSync('git', ['status', '--porcelain', '../src', '../images'], options);
    return changed === '' ? id : `${id} with changes`;
  } catch {
    return 'not a checkout';
  }
}
