#!/usr/bin/env node
// `count-results.mjs vitest|go FILE`: prints "passed failed skipped again" from a runner's own
// report; again are those that passed when they were tried again, a line each next. Then what
// failed, a few lines each, so that the end of a long log says it; all of Go's on stderr.
import fs from 'node:fs';
import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';

const MESSAGE_LINES = 6;

const countVitest = (text) => {
  const report = JSON.parse(text);
  // A file that cannot be loaded has no tests to count: it is one failure.
  const unloadable = report.testResults.filter(
    (file) => file.status === 'failed' && file.assertionResults.length === 0,
  ).length;
  const skipped = report.numPendingTests + (report.numTodoTests ?? 0);
  return {
    counts: [report.numPassedTests, report.numFailedTests + unloadable, skipped],
    unsteady: report.testResults.flatMap(unsteadyOfFile),
    failures: report.testResults.flatMap(failuresOfFile),
  };
};

const nameOf = (file) => path.relative(process.cwd(), file.name);

const unsteadyOfFile = (file) =>
  file.assertionResults
    .filter((test) => test.status === 'passed' && test.failureMessages.length > 0)
    .map((test) => {
      const [reason] = stripVTControlCharacters(test.failureMessages[0]).split('\n');
      return `${nameOf(file)} > ${test.fullName}: ${reason}`;
    });

const failuresOfFile = (file) => {
  const name = nameOf(file);
  if (file.status === 'failed' && file.assertionResults.length === 0) {
    return [describe(name, file.message)];
  }
  return file.assertionResults
    .filter((test) => test.status === 'failed')
    .map((test) => describe(`${name} > ${test.fullName}`, test.failureMessages.join('\n')));
};

/** Lines of Go's that come before what a test says. */
const goChatter = /^(?:=== |fuzz: elapsed)/;

const describe = (name, message) => {
  const lines = stripVTControlCharacters(message ?? '')
    .split('\n')
    .filter(
      (line) => line.trim() !== '' && !line.includes('node_modules') && !goChatter.test(line),
    );
  return [name, ...lines.slice(0, MESSAGE_LINES).map((line) => `  ${line}`)].join('\n');
};

const countGo = (text) => {
  const counts = { pass: 0, fail: 0, skip: 0 };
  const output = new Map();
  const failedPackages = new Set();
  const packagesWithFailedTest = new Set();
  const failures = [];
  for (const line of text.split('\n')) {
    const event = parseLine(line);
    if (event === null) continue;
    const key = `${event.Package ?? event.ImportPath} ${event.Test ?? ''}`;
    if (event.Output !== undefined) output.set(key, (output.get(key) ?? '') + event.Output);
    if (!(event.Action in counts)) continue;
    if (event.Test !== undefined) counts[event.Action] += 1;
    if (event.Action !== 'fail') continue;
    process.stderr.write(output.get(key) ?? '');
    failures.push(describe(key, output.get(key)));
    (event.Test === undefined ? failedPackages : packagesWithFailedTest).add(event.Package);
  }
  // A package that fails without a failed test did not compile, or crashed.
  const crashed = [...failedPackages].filter((name) => !packagesWithFailedTest.has(name)).length;
  return { counts: [counts.pass, counts.fail + crashed, counts.skip], unsteady: [], failures };
};

const parseLine = (line) => {
  if (!line.startsWith('{')) {
    if (line !== '') process.stderr.write(`${line}\n`);
    return null;
  }
  return JSON.parse(line);
};

const [runner, file] = process.argv.slice(2);
try {
  const count = runner === 'vitest' ? countVitest : countGo;
  const { counts, unsteady, failures } = count(fs.readFileSync(file, 'utf8'));
  console.log([[...counts, unsteady.length].join(' '), ...unsteady, ...failures].join('\n'));
} catch (error) {
  process.stderr.write(`no report of ${runner}: ${error.message}\n`);
  console.log('0 0 0 0');
}
