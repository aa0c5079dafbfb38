#!/usr/bin/env -S node --
// With `--`, or Node.js would take our --env-file for its own.
// Starts the CLI under a Node.js that can run it. Plain JavaScript that an old Node.js can parse.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

const minimum = [22, 13];
const exitPlatform = 3;
const relaunchMark = 'LAMBOX_RELAUNCHED';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const fail = (paragraph) => {
  process.stderr.write(`${paragraph}\n`);
  process.exitCode = exitPlatform;
};

const isRecentEnough = (version) => {
  const [major, minor] = version.split('.').map(Number);
  return major > minimum[0] || (major === minimum[0] && minor >= minimum[1]);
};

/** Runs this file again under the checkout's own Node.js and ends as that one ends. */
const relaunch = (node) => {
  const child = spawn(node, [...process.execArgv, '--', ...process.argv.slice(1)], {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    env: { ...process.env, [relaunchMark]: '1' },
  });
  // A terminal sends its signals to both; one that only we got is passed on.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
    process.on(signal, () => child.kill(signal));
  child.on('error', (error) => fail(`lambox: ${node} cannot be started: ${error.message}`));
  child.on('exit', (code, signal) => {
    if (signal === null) process.exit(code);
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
};

/** Where we are the relaunched one: when the first process is killed, this one must not live on. */
const endWithLauncher = () => {
  if (process.env[relaunchMark] === undefined || process.channel === undefined) return;
  delete process.env[relaunchMark];
  process.once('disconnect', () => process.kill(process.pid, 'SIGKILL'));
  process.channel.unref();
};

const start = async () => {
  const cli = new URL('../dist/cli/main.js', import.meta.url);
  if (!fs.existsSync(cli)) {
    return fail(
      `lambox is not built: ${fileURLToPath(cli)} does not exist. In a checkout run ` +
        './scripts/quickstart (or npm run build) first; otherwise install the package again.',
    );
  }
  endWithLauncher();
  const { main } = await import(cli.href);
  process.exitCode = await main(process.argv);
};

const ownNode = here('../node_modules/.bin/node');
if (isRecentEnough(process.versions.node)) {
  await start();
} else if (process.env[relaunchMark] === undefined && fs.existsSync(ownNode)) {
  relaunch(ownNode);
} else {
  fail(
    `lambox needs Node.js ${minimum.join('.')} or newer, but ${process.execPath} is ` +
      `${process.versions.node}. Put a newer Node.js first on the PATH; in a checkout, ` +
      './scripts/quickstart brings one that lambox then finds by itself.',
  );
}
