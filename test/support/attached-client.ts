/** A process that stays attached to a container and tells its id: to be killed by a test. */
import { openDocker } from './open-docker.ts';

const [image = '', owner = ''] = process.argv.slice(2);
const engine = await openDocker();
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
