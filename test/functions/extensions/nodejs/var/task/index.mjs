import { appendFileSync, readFileSync } from 'node:fs';

const note = (text) => appendFileSync('/tmp/journal', `runtime ${text}\n`);

note('started');
process.on('SIGTERM', () => {
  note('SIGTERM');
  process.exit(0);
});

/** With $INTERNAL there is an extension in this very process. */
async function beInternalExtension() {
  const base = `http://${process.env.AWS_LAMBDA_RUNTIME_API}/2020-01-01/extension`;
  const response = await fetch(`${base}/register`, {
    method: 'POST',
    headers: { 'Lambda-Extension-Name': 'internal' },
    body: JSON.stringify({ events: ['INVOKE'] }),
  });
  const headers = {
    'Lambda-Extension-Identifier': response.headers.get('Lambda-Extension-Identifier'),
  };
  const next = async () => {
    const event = await (await fetch(`${base}/event/next`, { headers })).json();
    note(`internal ${event.eventType}`);
    return next();
  };
  next().catch(() => {});
}
if (process.env.INTERNAL) await beInternalExtension();

export const handler = async ({ action, value }) => {
  note('event');
  if (action === 'wait') await new Promise((resolve) => setTimeout(resolve, value));
  if (action === 'exit') process.exit(value);
  return readFileSync('/tmp/journal', 'utf8').trim().split('\n');
};
