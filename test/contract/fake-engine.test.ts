import { createFakeEngine } from '../support/fake-engine.ts';
import { probeGuest } from '../support/probe-guest.ts';
import { describeContainerEngine } from './container-engine.ts';

const image = 'lambox-contract/probe:1';

describeContainerEngine('The fake', async (labels) => ({
  engine: createFakeEngine({ guest: probeGuest, images: { [image]: { labels } } }),
  image,
}));
