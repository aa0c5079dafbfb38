import { stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { LamboxError } from '../errors.ts';
import { deriveFunctionName } from '../lambda/function-name.ts';
import { dockerfileName } from './dockerfile.ts';
import type { GivenHandler } from './infer-handler.ts';
import { SourceDirectory } from './source-directory.ts';

/** What the user named: code in a directory or a zip file, or an image in one of its forms. */
export type Target =
  | { readonly kind: 'directory'; readonly directory: string; readonly name: string }
  | { readonly kind: 'zip'; readonly file: string; readonly name: string }
  /** With a Dockerfile: the image is built. */
  | { readonly kind: 'dockerfile'; readonly directory: string; readonly name: string }
  /** Of `docker save`, or an OCI layout. */
  | { readonly kind: 'archive'; readonly file: string; readonly name: string }
  | { readonly kind: 'image'; readonly reference: string; readonly name: string };

const archiveEnding = /\.(?:tar|tar\.gz|tgz)$/;
/** What Lambda takes as a zip file, Java's archives among them. */
const zipEnding = /\.(?:zip|jar)$/i;

/**
 * Tells apart what a target can be: what exists as a directory is a directory, a file that ends in
 * `.zip` or `.jar` a zip file, one that ends as tars do an image's archive, what else begins with
 * `.` or `/` nothing, and everything else an image. A directory with a Dockerfile is an image
 * function, unless a runtime or handler is given.
 * @returns absolute path or reference, and the base name that a function is called after
 * @throws LamboxError `InvalidCode` when the directory or zip file does not exist, or is some other
 * file
 */
export async function resolveTarget(target: string, given: GivenHandler = {}): Promise<Target> {
  const stats = await stat(target).catch(() => null);
  const path = resolve(target);
  if (stats?.isDirectory()) {
    const kind = isImageFunction(path, given) ? 'dockerfile' : 'directory';
    return { kind, directory: path, name: deriveFunctionName(basename(path)) };
  }
  if (stats?.isFile() && (isZip(target) || archiveEnding.test(target))) {
    const kind = isZip(target) ? 'zip' : 'archive';
    const name = basename(path).replace(zipEnding, '').replace(archiveEnding, '');
    return { kind, file: path, name: deriveFunctionName(name) };
  }
  // `app.js` is a slip for its directory; an image would hardly be called so.
  const isCodeFile = stats?.isFile() === true && /\.(?:[cm]?[jt]s|py|rb)$/.test(target);
  if (/^[./]/.test(target) || isCodeFile || isZip(target)) {
    throw noCode(target, stats !== null);
  }
  return { kind: 'image', reference: target, name: deriveFunctionName(imageName(target)) };
}

/** By its name alone: what a function's code is looked for in. */
export function isZip(target: string): boolean {
  return zipEnding.test(target);
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

function noCode(target: string, isThere: boolean): LamboxError {
  const path = JSON.stringify(target);
  const message = isThere
    ? `${path} is a file, expected a directory, a zip file, an image's archive (.tar) or an image`
    : `the ${isZip(target) ? 'zip file' : 'directory'} ${path} does not exist`;
  return new LamboxError('InvalidCode', message, {
    remedy: isThere
      ? 'Name the directory that holds the file, and the file by --handler.'
      : 'Check the path; an image is named without a leading dot or slash.',
    evidence: { target },
  });
}
