/** An event tells how long it is; a number asks for a response of so many bytes. */
export const handler = async (event) =>
  typeof event === 'number' ? 'r'.repeat(event - 2) : JSON.stringify(event).length;
