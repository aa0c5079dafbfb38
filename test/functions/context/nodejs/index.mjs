import { setTimeout as pause } from 'node:timers/promises';

const actions = {
  /** Every member as JSON shows it, and what JSON leaves out. */
  fields: (context) => ({
    members: Object.keys(context).sort(),
    values: context,
    types: Object.fromEntries(Object.entries(context).map(([name, value]) => [name, typeof value])),
    traceId: process.env._X_AMZN_TRACE_ID,
  }),
  remaining: async (context) => {
    const first = context.getRemainingTimeInMillis();
    await pause(50);
    return { first, second: context.getRemainingTimeInMillis() };
  },
  /** Whatever a function writes into its context, its time stays what it is. */
  stretch: async (context) => {
    context.getRemainingTimeInMillis = () => 3_600_000;
    context.deadlineMs = Date.now() + 3_600_000;
    context.callbackWaitsForEmptyEventLoop = false;
    console.log(`says it has ${context.getRemainingTimeInMillis()} ms`);
    await pause(60_000);
  },
};

export const handler = async ({ action }, context) => actions[action](context);
