import { lstatSync, readdirSync } from 'node:fs';
import { posix } from 'node:path';
import { limits } from '../lambda/limits.ts';
import type { Finding } from './finding.ts';

const readableByOthers = 0o004;
const enterableByOthers = 0o005;
const executableByOthers = 0o001;

/**
 * Modes of a directory that a zip would keep, and with which the function could not be loaded:
 * deploying the directory itself gives every file the modes that AWS's own tools give.
 */
export function modeFindings(directory: string): readonly Finding[] {
  const findings: Finding[] = [];
  const folders = [''];
  for (const folder of folders) {
    for (const name of readdirSync(posix.join(directory, folder)).toSorted()) {
      const path = posix.join(folder, name);
      const stats = lstatSync(posix.join(directory, path));
      const mode = stats.mode & 0o777;
      if (stats.isDirectory()) {
        const open = (mode & enterableByOthers) === enterableByOthers;
        if (open) folders.push(path);
        else findings.push(folderFinding(path, mode));
      }
      if (!stats.isFile()) continue;
      if ((mode & readableByOthers) === 0) findings.push(fileFinding(path, mode));
      if (path === 'bootstrap' && (mode & executableByOthers) === 0) {
        findings.push(bootstrapFinding(mode));
      }
    }
  }
  return findings;
}

const kept = `a zip keeps that mode, and the function runs as another user (uid ${limits.uid})`;

function folderFinding(path: string, mode: number): Finding {
  return {
    id: 'mode',
    what: `${path}/ (mode ${octal(mode)})`,
    why: `will fail on Lambda because ${kept}, who cannot enter it: EACCES`,
    remedy: `chmod -R o+rX ${path} before it is zipped.`,
  };
}

function fileFinding(path: string, mode: number): Finding {
  return {
    id: 'mode',
    what: `${path} (mode ${octal(mode)})`,
    why: `will fail on Lambda because ${kept}, who cannot read it: EACCES`,
    remedy: `chmod o+r ${path} before it is zipped.`,
  };
}

function bootstrapFinding(mode: number): Finding {
  return {
    id: 'notExecutable',
    what: `bootstrap (mode ${octal(mode)})`,
    why: 'will fail on Lambda because it is started as a program: permission denied',
    remedy: 'chmod 755 bootstrap before it is zipped.',
  };
}

function octal(mode: number): string {
  return mode.toString(8).padStart(4, '0');
}
