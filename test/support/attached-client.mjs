import process from 'node:process';
import { readConfiguration } from '../../dist/configuration.js';
import { findEngine } from '../../dist/engine/find-engine.js';

// A process that stays attached to a container and tells its id: to be killed by a test. Plain
// JavaScript and the build, as killable-sandbox.mjs.
const [image = '', owner = ''] = process.argv.slice(2);
const engine = await findEngine(readConfiguration().engine);
const id = await engine.createContainer({
  image,
  entryPoint: ['/probe'],
  command: ['echo'],
  labels: { 'dev.lambox.owner': owner },
  networkMode: 'none',
  openStdin: true,
  autoRemove: true,
});
const { stream, stderr } = await engine.attachContainer(id);
stderr.resume();
await engine.startContainer(id);
stream.write(`${id}\n`);
stream.pipe(process.stdout);
