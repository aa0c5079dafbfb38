console.log('module code hangs');
await new Promise(() => setInterval(() => {}, 1_000));
export const handler = async () => 'never';
