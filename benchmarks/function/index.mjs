/** Gives the event back: what is measured is the way there and back. */
export const handler = async (event) => event;
