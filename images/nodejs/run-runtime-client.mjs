import { run } from './aws-lambda-ric.mjs';

await run(process.env.LAMBDA_TASK_ROOT, process.env._HANDLER);
