import process from 'node:process';
import { readConfiguration } from '../../src/configuration.ts';
import { createSandbox } from '../../src/sandbox.ts';

/**
 * A process that deploys one target, sends it an event, and says how much memory it took itself:
 * `deploy-worker <target>`.
 */
const [code = ''] = process.argv.slice(2);
const configuration = readConfiguration();
await using sandbox = await createSandbox({ configuration });
await using lambda = await sandbox.createFunction({
  code,
  memorySizeMb: 1769,
  timeoutSeconds: 120,
});
const { functionError, payload, report } = await lambda.invoke({});
const said = {
  functionError,
  payload,
  maxMemoryUsedMb: report.maxMemoryUsedMb,
  image: lambda.package.image,
  peakKb: process.resourceUsage().maxRSS,
};
process.stdout.write(`${JSON.stringify(said)}\n`);
