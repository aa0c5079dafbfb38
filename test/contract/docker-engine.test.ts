import os from 'node:os';
import { findEngine } from '../../src/engine/find-engine.ts';
import { importProbeImage } from '../support/probe-image.ts';
import { describeContainerEngine } from './container-engine.ts';

describeContainerEngine('Docker', async (labels) => {
  const engine = await openEngine();
  const image = `lambox-contract/probe:${labels['dev.lambox.owner']}`;
  await importProbeImage(engine, image, labels);
  return { engine, image };
});

function openEngine() {
  const { DOCKER_HOST, DOCKER_CONTEXT, XDG_RUNTIME_DIR } = process.env;
  return findEngine({
    dockerHost: DOCKER_HOST ?? null,
    dockerContext: DOCKER_CONTEXT ?? null,
    homeDirectory: os.homedir(),
    runtimeDirectory: XDG_RUNTIME_DIR ?? null,
    uid: os.userInfo().uid,
  });
}
