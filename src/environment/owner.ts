export { currentOwner, formatOwner, isOwnerDead, type Owner, parseOwner } from '../owner.ts';

/** Labels of everything that we create in an engine. */
export const runLabel = 'dev.lambox.run';
export const environmentLabel = 'dev.lambox.environment';
export const ownerLabel = 'dev.lambox.owner';
