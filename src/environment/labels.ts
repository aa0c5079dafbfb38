/** Labels of everything that we create in an engine. */
export const runLabel = 'dev.lambox.run';
export const environmentLabel = 'dev.lambox.environment';
/** Its value is an owner's (`src/owner.ts`). */
export const ownerLabel = 'dev.lambox.owner';
