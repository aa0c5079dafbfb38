export const handler = async (event) => ({
  event,
  directory: process.cwd(),
  handler: process.env._HANDLER,
  user: process.getuid(),
});
