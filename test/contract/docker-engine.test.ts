import { openDocker } from '../support/open-docker.ts';
import { importProbeImage } from '../support/probe-image.ts';
import { describeContainerEngine } from './container-engine.ts';

describeContainerEngine('Docker', async (labels) => {
  const engine = await openDocker();
  const image = `lambox-contract/probe:${labels['dev.lambox.owner']}`;
  await importProbeImage(engine, image, labels);
  return { engine, image };
});
