import { describe, expect, it } from 'vitest';
import type { FileEntry } from '../../../src/check/file-entry.ts';
import { writtenInFolders, writtenInLayer } from '../../../src/check/written-paths.ts';
import type { FileChange } from '../../../src/engine/container-engine.ts';

const change = (text: string): FileChange => {
  const [kind = 'added', path = ''] = text.split(' ');
  return { kind: kind as FileChange['kind'], path };
};
const texts = (written: ReturnType<typeof writtenInLayer>) =>
  written.map(({ kind, path, below }) => `${kind} ${path}${below === 0 ? '' : ` +${below}`}`);
const inLayer = (before: string[], after: string[], elsewhere: string[] = []) =>
  texts(writtenInLayer(before.map(change), after.map(change), elsewhere));

describe('writtenInLayer', () => {
  it('leaves out what was there, what is looked at elsewhere and folders above a change', () => {
    const before = ['changed /var', 'added /var/lambox', 'added /var/lambox/shim'];
    const after = [
      ...before,
      'changed /etc',
      'changed /etc/hosts',
      'added /opt/x',
      'added /optical',
    ];
    expect(inLayer(before, after, ['/opt'])).toEqual(['changed /etc/hosts', 'added /optical']);
  });

  it('tells a new folder with the number of what is in it, and a gone one', () => {
    const after = [
      'added /a',
      'added /a/b',
      'added /a/b/c',
      'added /ab',
      'removed /d',
      'removed /d/e',
    ];
    expect(inLayer([], after)).toEqual(['added /a +2', 'added /ab', 'removed /d +1']);
  });

  it('tells a folder that changed alone', () => {
    expect(inLayer([], ['changed /srv'])).toEqual(['changed /srv']);
  });

  it('says nothing of what Python tries to keep', () => {
    const after = ['changed /app', 'added /app/__pycache__', 'added /app/__pycache__/a.pyc'];
    expect(inLayer([], after)).toEqual([]);
  });
});

describe('writtenInFolders', () => {
  const entry = (path: string, stamp = '1', mode = '0644'): FileEntry => {
    return { path, stamp, mode, kind: 'file' };
  };

  it('tells new, changed, removed and re-moded files', () => {
    const before = ['/t', '/t/a', '/t/b', '/t/c', '/t/d'].map((path) => entry(path));
    const after = [
      entry('/t', '2'),
      entry('/t/a'),
      entry('/t/b', '2'),
      entry('/t/c', '1', '0755'),
      entry('/t/e'),
    ];
    expect(texts(writtenInFolders(before, after))).toEqual([
      'changed /t/b',
      'changed /t/c',
      'removed /t/d',
      'added /t/e',
    ]);
  });

  it('tells the folder in which something was for a while', () => {
    const after = [entry('/t', '2'), entry('/t/a')];
    const written = writtenInFolders([entry('/t'), entry('/t/a')], after);
    expect(texts(written)).toEqual(['changed /t']);
    expect(writtenInFolders(after, after)).toEqual([]);
  });
});
