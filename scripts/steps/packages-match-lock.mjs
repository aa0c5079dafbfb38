#!/usr/bin/env node
// Exit code 0 when node_modules holds exactly what package-lock.json says. npm writes its own note
// (node_modules/.package-lock.json) as the last act of installing: an interrupted one has none.
import fs from 'node:fs';
import path from 'node:path';

const root = process.argv[2] ?? '.';
const read = (file) => {
  try {
    return JSON.parse(fs.readFileSync(path.join(root, file), 'utf8')).packages;
  } catch {
    return null;
  }
};
const wanted = read('package-lock.json');
const installed = read('node_modules/.package-lock.json');

const matches = () => {
  if (!wanted || !installed) return false;
  const same = Object.entries(wanted).every(([name, entry]) => {
    if (name === '') return true;
    const found = installed[name];
    return found ? found.version === entry.version : entry.optional === true;
  });
  const nothingElse = Object.keys(installed).every((name) => Object.hasOwn(wanted, name));
  const present = Object.keys(installed).every((name) => fs.existsSync(path.join(root, name)));
  return same && nothingElse && present;
};

process.exit(matches() ? 0 : 1);
