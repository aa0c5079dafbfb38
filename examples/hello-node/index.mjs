// Module code runs once per execution environment; the handler runs once per event.
let events = 0;

export const handler = async (event, context) => {
  events += 1;
  const name = event?.name ?? 'world';
  console.log(`greeting ${name} with ${context.memoryLimitInMB} MB, event number ${events}`);
  return { greeting: `Hello, ${name}!`, eventsInThisEnvironment: events };
};
