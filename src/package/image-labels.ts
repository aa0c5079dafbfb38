/** Labels of images made here. `dev.lambox.image` alone says that one is ours. */
export const imageLabel = 'dev.lambox.image';
/** Digest of the files and versions it was made of. */
export const recipeLabel = 'dev.lambox.recipe';
export const operatingSystemLabel = 'dev.lambox.operating-system';
export const runtimeClientLabel = 'dev.lambox.runtime-client';
