import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe } from 'vitest';
import type {
  ContainerEngine,
  ContainerId,
  ContainerSpec,
  Labels,
} from '../../src/engine/container-engine.ts';
import { describeContainerInspection } from './engine/container-inspection.ts';
import { describeContainerLife } from './engine/container-life.ts';
import { describeContainerStreams } from './engine/container-streams.ts';
import { describeExitEvents } from './engine/exit-events.ts';
import { describeImages } from './engine/images.ts';
import { describeVolumes } from './engine/volumes.ts';

/**
 * An engine that has an image whose `/probe` understands the words of
 * `test/support/probe/main.go`.
 */
export interface EngineFixture {
  readonly engine: ContainerEngine;
  readonly image: string;
}

/** What the parts of the suite work with. */
export interface EngineWorld {
  readonly engine: ContainerEngine;
  /** Carried by everything that the suite makes. */
  readonly ownLabels: Labels;
  /**
   * The own labels and a run, as our containers have it. Images must not: containers inherit
   * them.
   */
  readonly labels: Labels;
  readonly image: string;
  /** A container of the probe that has these words to do. */
  createProbe(words: readonly string[], spec?: Partial<ContainerSpec>): Promise<ContainerId>;
}

/**
 * What every engine behind the port must do.
 * @param open makes the engine ready, with everything in it labelled
 */
export function describeContainerEngine(
  name: string,
  open: (labels: Labels) => Promise<EngineFixture>,
): void {
  describe(`${name} as container engine`, () => {
    const world = createWorld();
    beforeAll(async () => {
      world.use(await open(world.ownLabels));
    });
    afterAll(() => world.end());
    describeContainerLife(world);
    describeContainerInspection(world);
    describeContainerStreams(world);
    describeExitEvents(world);
    describeImages(world);
    describeVolumes(world);
  });
}

/** The engine arrives later than the tests are described. */
interface OpenableWorld extends EngineWorld {
  use(fixture: EngineFixture): void;
  /** Removes the image and closes the engine. Fails when anything else is left. */
  end(): Promise<void>;
}

function createWorld(): OpenableWorld {
  let opened: EngineFixture | null = null;
  const fixture = (): EngineFixture => {
    if (opened === null) {
      throw new Error('the engine is not open yet');
    }
    return opened;
  };
  const ownLabels = { 'dev.lambox.owner': `contract-${randomUUID()}` };
  const labels = { ...ownLabels, 'dev.lambox.run': 'contract' };
  return {
    ownLabels,
    labels,
    get engine() {
      return fixture().engine;
    },
    get image() {
      return fixture().image;
    },
    use(ready) {
      opened = ready;
    },
    createProbe: (words, spec = {}) =>
      fixture().engine.createContainer({
        image: fixture().image,
        entryPoint: ['/probe'],
        command: words,
        labels,
        networkMode: 'none',
        ...spec,
      }),
    async end() {
      const { engine, image } = fixture();
      const left = await listLeftovers(engine, ownLabels, image);
      await engine.removeImage(image);
      await engine.close();
      if (left.length > 0) {
        throw new Error(`the suite left behind: ${left.join(', ')}`);
      }
    },
  };
}

/** Everything labelled but the probe's image: named, removed, and a reason to fail. */
async function listLeftovers(
  engine: ContainerEngine,
  labels: Labels,
  image: string,
): Promise<readonly string[]> {
  const containers = await engine.listContainers(labels);
  await Promise.all(containers.map(({ id }) => engine.removeContainer(id)));
  const volumes = await engine.listVolumes(labels);
  await Promise.all(volumes.map((volume) => engine.removeVolume(volume)));
  const images = (await engine.listImages(labels))
    .flatMap(({ references }) => references)
    .filter((reference) => reference !== image);
  await Promise.all(images.map((reference) => engine.removeImage(reference)));
  return [...containers.map(({ name, state }) => `${name} (${state})`), ...volumes, ...images];
}
