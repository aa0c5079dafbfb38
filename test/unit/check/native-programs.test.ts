import { chmodSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { nativeFindings, nativeKindOf } from '../../../src/check/native-programs.ts';
import { writeFunction } from '../../support/written-function.ts';

const x64 = elf(62);
const arm = elf(183);

function elf(machine: number, bigEndian = false): Buffer {
  const head = Buffer.alloc(64);
  head.write('\x7fELF\x02', 'latin1');
  head[5] = bigEndian ? 2 : 1;
  if (bigEndian) head.writeUInt16BE(machine, 18);
  else head.writeUInt16LE(machine, 18);
  return head;
}

it.each([
  [x64, 'x86_64'],
  [arm, 'arm64'],
  [elf(22, true), 'another Linux machine'],
  [Buffer.concat([Buffer.from('cffaedfe', 'hex'), Buffer.alloc(20)]), 'macOS'],
  [Buffer.concat([Buffer.from('MZ'), Buffer.alloc(20)]), 'Windows'],
  [Buffer.from('#!/bin/sh\nexec node index.mjs\n'), null],
  [Buffer.from('\x7fELF'), null],
  [Buffer.alloc(0), null],
])('a file that begins so is for its machine', (head, kind) => {
  expect(nativeKindOf(head)).toBe(kind);
});

it('programs for another machine are found, those of packages that bring all are not', () => {
  using directory = writeFunction({ 'index.mjs': '', 'lib/plain.txt': '', 'build/x64/a.node': '' });
  const at = (name: string) => path.join(directory.path, name);
  writeFileSync(at('bootstrap'), arm);
  chmodSync(at('bootstrap'), 0o755);
  writeFileSync(at('lib/addon.node'), arm);
  writeFileSync(at('lib/libz.so.1'), x64);
  writeFileSync(at('lib/data.bin'), arm);
  writeFileSync(at('build/x64/a.node'), arm);
  symlinkSync('addon.node', at('lib/link.node'));
  const paths = (wanted: 'x86_64' | 'arm64') =>
    nativeFindings(directory.path, wanted).map(({ what }) => what);
  expect(paths('x86_64')).toEqual(['bootstrap', 'lib/addon.node']);
  expect(paths('arm64')).toEqual(['lib/libz.so.1']);
});
