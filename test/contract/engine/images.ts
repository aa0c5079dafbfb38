import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { type ArchiveForm, imageArchive, reopened } from '../../support/image-archive.ts';
import type { EngineWorld } from '../container-engine.ts';

const archiveForms: readonly ArchiveForm[] = [
  'docker save',
  'OCI layout',
  'OCI layout, nested and gzip',
];

/** Images: importing, describing, listing, removing. */
export function describeImages(world: EngineWorld): void {
  const reference = (name: string) =>
    `lambox-contract/${name}:${world.ownLabels['dev.lambox.owner']}`;

  describe('images', () => {
    it('are imported, described, found by label and removed', async () => {
      const name = reference('imported');
      const changes = [
        ...Object.entries(world.ownLabels).map(([key, value]) => `LABEL ${key}=${value}`),
        'ENV GREETING=hello=there',
        'WORKDIR /somewhere',
        'HEALTHCHECK CMD exit 0',
      ];
      const image = await world.engine.importImage(emptyTar(), name, changes);
      expect(image).toMatchObject({
        reference: name,
        digest: null,
        labels: world.ownLabels,
        environmentVariables: { GREETING: 'hello=there' },
        workingDirectory: '/somewhere',
        imported: true,
        healthCheck: ['CMD-SHELL', 'exit 0'],
      });
      expect(image.id).toMatch(/^sha256:[0-9a-f]{64}$/);
      expect(await world.engine.inspectImage(name)).toEqual(image);
      const listed = await world.engine.listImages(world.ownLabels);
      expect(listed.find(({ id }) => id === image.id)).toMatchObject({ references: [name] });
      await world.engine.removeImage(name);
      expect(await world.engine.inspectImage(name)).toBeNull();
      await world.engine.removeImage(name);
    });

    it.each(archiveForms)('are loaded of an archive (%s) under one name', async (form) => {
      const name = reference(`loaded-${archiveForms.indexOf(form)}`);
      const { architecture } = await world.engine.describe();
      const open = reopened(await imageArchive(form, world.ownLabels));
      const image = await world.engine.loadImage(open, { reference: name, architecture, name });
      expect(image).toMatchObject({ reference: name, architecture });
      expect(image.id).toMatch(/^sha256:[0-9a-f]{64}$/);
      expect(await world.engine.inspectImage(name)).toEqual(image);
      expect(await world.engine.inspectImage('somebody/else:1')).toBeNull();
      await world.engine.removeImage(name);
      expect(await world.engine.inspectImage(name)).toBeNull();
    });

    it('that are missing are null, not an error', async () => {
      expect(await world.engine.inspectImage(reference('missing'))).toBeNull();
    });
  });
}

/** Two blocks of zeros: the end of an archive that has nothing in it. */
function emptyTar(): Readable {
  return Readable.from([Buffer.alloc(1024)]);
}
