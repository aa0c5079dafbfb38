export const handler = async (event) => ({
  event,
  cwd: process.cwd(),
  handler: process.env._HANDLER,
  greeting: process.env.GREETING,
  execution: process.env.AWS_EXECUTION_ENV,
});
export const other = async () => 'other';
