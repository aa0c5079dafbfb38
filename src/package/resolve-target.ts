import { stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { LamboxError } from '../errors.ts';
import { deriveFunctionName } from '../lambda/function-name.ts';

/** What the user named: code in a directory, or an image. */
export type Target =
  | { readonly kind: 'directory'; readonly directory: string; readonly name: string }
  | { readonly kind: 'image'; readonly reference: string; readonly name: string };

/**
 * Tells a directory from an image reference: what begins with `.` or `/` or exists as a directory
 * is a directory, everything else an image.
 * @returns absolute path or reference, and the base name that a function is called after
 * @throws LamboxError `InvalidCode` when the directory does not exist or is a file
 */
export async function resolveTarget(target: string): Promise<Target> {
  const stats = await stat(target).catch(() => null);
  if (stats?.isDirectory()) {
    const directory = resolve(target);
    return { kind: 'directory', directory, name: deriveFunctionName(basename(directory)) };
  }
  // `app.js` is a slip for its directory; an image would hardly be called so.
  const isCodeFile = stats?.isFile() === true && /\.(?:[cm]?[jt]s|py|rb|zip|jar)$/.test(target);
  if (/^[./]/.test(target) || isCodeFile) throw notDirectory(target, stats !== null);
  return { kind: 'image', reference: target, name: deriveFunctionName(imageName(target)) };
}

/** `registry:5000/team/api:v1@sha256:…` → `api`. */
function imageName(reference: string): string {
  const [name = ''] = reference.split('@');
  return basename(name).replace(/:[^:]*$/, '');
}

function notDirectory(target: string, isThere: boolean): LamboxError {
  const path = JSON.stringify(target);
  const message = isThere
    ? `${path} is a file, expected a directory or an image`
    : `the directory ${path} does not exist`;
  return new LamboxError('InvalidCode', message, {
    remedy: isThere
      ? 'Name the directory that holds the file, and the file by --handler.'
      : 'Check the path; an image is named without a leading dot or slash.',
    evidence: { target },
  });
}
