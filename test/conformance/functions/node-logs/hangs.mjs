setInterval(() => {}, 1_000);
await new Promise(() => {});

export const handler = async () => 'never';
