import type Docker from 'dockerode';
import { LamboxError } from '../../errors.ts';
import type { Architecture, ImageDescription, ImageSummary } from '../container-engine.ts';

const architectures: Readonly<Record<string, Architecture>> = {
  amd64: 'x86_64',
  x86_64: 'x86_64',
  arm64: 'arm64',
  aarch64: 'arm64',
};

/**
 * The architecture in AWS's words.
 * @param subject what has it, for the message
 * @throws LamboxError `EngineFailed` for one that Lambda does not have
 */
export function parseArchitecture(name: string, subject: string): Architecture {
  const architecture = architectures[name];
  if (architecture === undefined) {
    throw new LamboxError(
      'EngineFailed',
      `${subject} is for the architecture "${name}"; Lambda has x86_64 and arm64.`,
      { remedy: 'Use an image built for linux/amd64 or linux/arm64.' },
    );
  }
  return architecture;
}

/** What the engine says of an image, in our words. */
export function describeImage(info: Docker.ImageInspectInfo, reference: string): ImageDescription {
  const config = info.Config ?? {};
  return {
    id: info.Id,
    reference,
    digest: findDigest(info.RepoDigests ?? [], reference),
    architecture: parseArchitecture(info.Architecture, `Image ${reference}`),
    sizeBytes: info.Size,
    labels: config.Labels ?? {},
    environmentVariables: parseVariables(config.Env ?? []),
    entryPoint: toList(config.Entrypoint),
    command: toList(config.Cmd),
    workingDirectory: config.WorkingDir || '/',
    volumes: Object.keys(config.Volumes ?? {}),
    // Docker's own words for what import makes.
    imported: /^Imported from /.test(info.Comment),
    healthCheck: toHealthCheck(config as { readonly Healthcheck?: HealthCheck | null }),
    createdAt: info.Created,
  };
}

/** dockerode's types do not know this member of an image's configuration. */
interface HealthCheck {
  readonly Test?: readonly string[] | null;
}

/** `NONE` takes away the base image's; an empty list inherits it. */
function toHealthCheck({ Healthcheck }: { readonly Healthcheck?: HealthCheck | null }) {
  const test = Healthcheck?.Test ?? [];
  return test[0] === 'NONE' ? [] : test;
}

export function summarizeImage(info: Docker.ImageInfo): ImageSummary {
  return {
    id: info.Id,
    parentId: info.ParentId || null,
    references: (info.RepoTags ?? []).filter((tag) => tag !== '<none>:<none>'),
    labels: info.Labels ?? {},
    sizeBytes: info.Size,
  };
}

/**
 * An image can have digests in several repositories: the one of the repository asked for, else
 * the first.
 */
function findDigest(repoDigests: readonly string[], reference: string): string | null {
  const repository = reference.replace(/@.*$/, '').replace(/:[^/:]*$/, '');
  const match = repoDigests.find((entry) => entry.startsWith(`${repository}@`)) ?? repoDigests[0];
  return match?.split('@')[1] ?? null;
}

function parseVariables(entries: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    entries.map((entry) => {
      const at = entry.indexOf('=');
      return at < 0 ? [entry, ''] : [entry.slice(0, at), entry.slice(at + 1)];
    }),
  );
}

function toList(value: string | string[] | null | undefined): readonly string[] {
  return typeof value === 'string' ? [value] : (value ?? []);
}
