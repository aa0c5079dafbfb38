// Behind the client's own text, so that stack traces name the file that they name on Lambda.
await run(process.env.LAMBDA_TASK_ROOT, process.env._HANDLER);
