import { stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { LamboxError } from '../errors.ts';
import { deriveFunctionName } from '../lambda/function-name.ts';
import { dockerfileName } from './dockerfile.ts';
import type { GivenHandler } from './infer-handler.ts';
import { SourceDirectory } from './source-directory.ts';

/** What the user named: code in a directory, or an image in one of its forms. */
export type Target =
  | { readonly kind: 'directory'; readonly directory: string; readonly name: string }
  /** With a Dockerfile: the image is built. */
  | { readonly kind: 'dockerfile'; readonly directory: string; readonly name: string }
  /** Of `docker save`, or an OCI layout. */
  | { readonly kind: 'archive'; readonly file: string; readonly name: string }
  | { readonly kind: 'image'; readonly reference: string; readonly name: string };

const archiveEnding = /\.(?:tar|tar\.gz|tgz)$/;

/**
 * Tells apart what a target can be: what begins with `.` or `/` or exists as a directory is a
 * directory, a file that ends as tars do an image's archive, everything else an image. A directory
 * with a Dockerfile is an image function, unless a runtime or handler is given.
 * @returns absolute path or reference, and the base name that a function is called after
 * @throws LamboxError `InvalidCode` when the directory does not exist or is a file
 */
export async function resolveTarget(target: string, given: GivenHandler = {}): Promise<Target> {
  const stats = await stat(target).catch(() => null);
  if (stats?.isDirectory()) {
    const directory = resolve(target);
    const kind = isImageFunction(directory, given) ? 'dockerfile' : 'directory';
    return { kind, directory, name: deriveFunctionName(basename(directory)) };
  }
  if (stats?.isFile() && archiveEnding.test(target)) {
    const file = resolve(target);
    const name = deriveFunctionName(basename(file).replace(archiveEnding, ''));
    return { kind: 'archive', file, name };
  }
  // `app.js` is a slip for its directory; an image would hardly be called so.
  const isCodeFile = stats?.isFile() === true && /\.(?:[cm]?[jt]s|py|rb|zip|jar)$/.test(target);
  if (/^[./]/.test(target) || isCodeFile) throw notDirectory(target, stats !== null);
  return { kind: 'image', reference: target, name: deriveFunctionName(imageName(target)) };
}

function isImageFunction(directory: string, { runtime, handler }: GivenHandler): boolean {
  if (runtime !== undefined || handler !== undefined) return false;
  return new SourceDirectory(directory).isFile(dockerfileName);
}

/** `registry:5000/team/api:v1@sha256:…` → `api`. */
function imageName(reference: string): string {
  const [name = ''] = reference.split('@');
  return basename(name).replace(/:[^:]*$/, '');
}

function notDirectory(target: string, isThere: boolean): LamboxError {
  const path = JSON.stringify(target);
  const message = isThere
    ? `${path} is a file, expected a directory, an image's archive (.tar) or an image`
    : `the directory ${path} does not exist`;
  return new LamboxError('InvalidCode', message, {
    remedy: isThere
      ? 'Name the directory that holds the file, and the file by --handler.'
      : 'Check the path; an image is named without a leading dot or slash.',
    evidence: { target },
  });
}
