import type { ContainerEngine, ImageSummary } from '../engine/container-engine.ts';
import { LamboxError } from '../errors.ts';
import { imageLabel, isMadeHere, isOurName, wasMadeHere } from './image-labels.ts';

/**
 * The images that were made here, the nameless ones of older recipes and stages of builds among
 * them, and those of functions. A user's image on top of one of ours inherits its labels, and is
 * the user's.
 */
export async function listImagesMadeHere(
  engine: ContainerEngine,
): Promise<readonly ImageSummary[]> {
  const images = await engine.listImages({});
  const ours = await Promise.all(
    images.map(async (image) => {
      return isMadeHere(image.references, image.labels) || (await isOutdated(engine, image));
    }),
  );
  // Another name that the user gave it stays, and with it the image.
  const named = ({ references, labels }: ImageSummary) =>
    references.filter((reference) => isOurName(reference, labels));
  return images
    .filter((_, index) => ours[index])
    .map((image) => ({ ...image, references: named(image) }));
}

/**
 * Removes them with their names. What something stands on or runs of is kept; one may stand on
 * another of them, so that it goes on while any can be removed.
 */
export async function removeImages(
  engine: ContainerEngine,
  images: readonly Pick<ImageSummary, 'id' | 'references'>[],
): Promise<readonly Pick<ImageSummary, 'id' | 'references'>[]> {
  const kept = [];
  for (const image of images) {
    if (!(await removeImage(engine, image))) kept.push(image);
  }
  return kept.length === 0 || kept.length === images.length ? kept : removeImages(engine, kept);
}

async function removeImage(
  engine: ContainerEngine,
  { id, references }: Pick<ImageSummary, 'id' | 'references'>,
): Promise<boolean> {
  try {
    for (const reference of references) await engine.removeImage(reference);
    if (references.length === 0) await engine.removeImage(id);
    return true;
  } catch (error) {
    const { statusCode } = error instanceof LamboxError ? error.evidence : {};
    if (statusCode !== 409) throw error;
    return false;
  }
}

/** One of an older recipe has lost its name to the next. */
async function isOutdated(
  engine: ContainerEngine,
  { id, references, labels, parentId }: ImageSummary,
): Promise<boolean> {
  if (references.length > 0 || !(imageLabel in labels)) return false;
  // Of a base, which stands on nothing, it is known by the way it came: nobody builds like that.
  if (parentId === null) return (await engine.inspectImage(id))?.imported === true;
  const parent = await engine.inspectImage(parentId);
  return parent !== null && wasMadeHere(labels, parent.labels);
}
