import type { Labels } from '../engine/container-engine.ts';

/**
 * Says that an image was made here; its value is the name it was made under. Images built on top
 * inherit labels: only the one of that name is ours.
 */
export const imageLabel = 'dev.lambox.image';
/** How the images of functions are called that were built of a directory or loaded of a file. */
export const functionImages = 'lambox-function/';
/** On the first stage of a build, which stays in the engine as its cache, without a name. */
export const buildLabel = 'dev.lambox.build';
/** Digest of the files and versions it was made of. */
export const recipeLabel = 'dev.lambox.recipe';
export const operatingSystemLabel = 'dev.lambox.operating-system';
export const runtimeClientLabel = 'dev.lambox.runtime-client';

/** Whether an image with these labels has the name from us. What is loaded keeps its own labels. */
export function isOurName(reference: string, labels: Labels): boolean {
  return reference === labels[imageLabel] || reference.startsWith(functionImages);
}

/** Whether an image of these names and labels was made here, and not by a user on top of ours. */
export function isMadeHere(references: readonly string[], labels: Labels): boolean {
  if (references.some((reference) => isOurName(reference, labels))) return true;
  return references.length === 0 && labels[buildLabel] !== undefined;
}

/**
 * Whether an image that has lost its name to a newer one was made here: its last step set one of
 * our labels. What a user has built on ours inherits them all, and no step of theirs sets any.
 */
export function wasMadeHere(labels: Labels, parentLabels: Labels): boolean {
  const ours = [imageLabel, recipeLabel, operatingSystemLabel, runtimeClientLabel];
  return imageLabel in labels && ours.some((name) => labels[name] !== parentLabels[name]);
}
