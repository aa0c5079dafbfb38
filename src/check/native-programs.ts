import { closeSync, lstatSync, openSync, readdirSync, readSync } from 'node:fs';
import { posix } from 'node:path';
import type { Architecture } from '../engine/container-engine.ts';
import type { Finding } from './finding.ts';

/** What a file is that only runs on one kind of machine. */
export type NativeKind = Architecture | 'another Linux machine' | 'macOS' | 'Windows';

/** `e_machine` of an ELF header. */
const machines: Readonly<Record<number, Architecture>> = { 62: 'x86_64', 183: 'arm64' };
const headBytes = 20;

/** Packages that bring a build for every machine name it in the path. */
const namesMachine =
  /(x64|x86|amd64|i[36]86|ia32|arm|aarch64|ppc64|s390|riscv|loong|mips|darwin|macos|win32|musl)/i;

/**
 * Programs and libraries in the code that are built for another machine than the function's.
 * @param directory what is at `/var/task`
 */
export function nativeFindings(directory: string, wanted: Architecture): readonly Finding[] {
  const findings: Finding[] = [];
  const folders = [''];
  for (const folder of folders) {
    for (const name of readNames(posix.join(directory, folder))) {
      const path = posix.join(folder, name);
      const stats = lstatSync(posix.join(directory, path));
      if (stats.isDirectory()) folders.push(path);
      const isProgram = (stats.mode & 0o111) !== 0 || /\.(node|so)(\.|$)/.test(name);
      if (!stats.isFile() || !isProgram || namesMachine.test(path)) continue;
      const kind = nativeKindOf(readHead(posix.join(directory, path)));
      if (kind !== null && kind !== wanted) findings.push(nativeFinding(path, kind, wanted));
    }
  }
  return findings;
}

/** By the first bytes of a file; `null` for what is no machine's own. */
export function nativeKindOf(head: Buffer): NativeKind | null {
  if (head.length < headBytes) return null;
  if (head.readUInt32BE(0) === 0x7f454c46) {
    const isBigEndian = head[5] === 2;
    const machine = isBigEndian ? head.readUInt16BE(18) : head.readUInt16LE(18);
    return machines[machine] ?? 'another Linux machine';
  }
  const magic = head.readUInt32LE(0);
  if (magic === 0xfeedfacf || magic === 0xfeedface) return 'macOS';
  return head.toString('latin1', 0, 2) === 'MZ' ? 'Windows' : null;
}

function nativeFinding(path: string, kind: NativeKind, wanted: Architecture): Finding {
  return {
    id: 'architecture',
    what: path,
    why:
      `will fail on Lambda because it is built for ${kind}, and the function is for Linux on ` +
      `${wanted}`,
    remedy:
      'Build or install it for that machine: in a container of the runtime, or with the package ' +
      "manager's option for the platform.",
  };
}

/** A zip may have made a folder that its owner cannot list: what is in it is not looked at. */
function readNames(folder: string): readonly string[] {
  try {
    return readdirSync(folder).toSorted();
  } catch {
    return [];
  }
}

function readHead(path: string): Buffer {
  const head = Buffer.alloc(headBytes);
  try {
    const descriptor = openSync(path, 'r');
    try {
      return head.subarray(0, readSync(descriptor, head, 0, headBytes, 0));
    } finally {
      closeSync(descriptor);
    }
  } catch {
    return head.subarray(0, 0);
  }
}
