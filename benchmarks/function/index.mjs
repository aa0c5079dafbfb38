/** Gives the event back: what is measured is the way there and back. */
export const handler = async (event) => event;

/** As many megabytes as the event says, streamed. */
export const stream = globalThis.awslambda?.streamifyResponse(async (event, response) => {
  const piece = Buffer.alloc(1024 * 1024, 'x');
  for (let sent = 0; sent < event.megabytes; sent += 1) {
    if (!response.write(piece)) await new Promise((resolve) => response.once('drain', resolve));
  }
  response.end();
});
